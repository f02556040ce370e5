/* SPDX-License-Identifier: MIT */
/* cambridge-pdf: a printer's text file as PDF, one page a form, on wide paper
 * with bars as it came in the days of the 1403. The text is what the machine's
 * printers write (doc/manual/devices.md, "Printers"). */
#include "config.h"

#include <argp.h>
#include <errno.h>
#include <hpdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/codepage.h"

const char *argp_program_version = PACKAGE_STRING;

/* Points, 72 an inch: 14 7/8 by 11 inches, ten characters an inch. */
static const float paper_width = 1071, paper_height = 792, pitch = 7.2f;

struct page_style {
    const char *in, *out; /* in: NULL is standard input */
    unsigned lines;       /* of a form */
    unsigned lpi;
    bool bars;
};

struct document {
    const struct page_style *style;
    HPDF_Doc pdf;
    HPDF_Font font;
    HPDF_Page page; /* NULL: none is open */
    unsigned line;  /* on the page, from 0 */
};

enum { WIDTH = 150, BAR_LINES = 3 };

static char *unfinished; /* the file that is being written; NULL: none yet */

static void
fail(const char *name, const char *why)
{
    fprintf(stderr, "cambridge-pdf: %s: %s\n", name, why);
    if (unfinished != NULL)
        unlink(unfinished);
    exit(1);
}

static void
pdf_error(HPDF_STATUS error, HPDF_STATUS detail, void *arg)
{
    char why[40];

    (void)arg;
    if (unfinished != NULL)
        fail(unfinished, strerror(errno));
    snprintf(why, sizeof(why), "error X'%04X', %u", (unsigned)error,
             (unsigned)detail);
    fail("libharu", why);
}

static float
pitch_down(const struct document *d)
{
    return 72.0f / (float)d->style->lpi;
}

/* The upper edge of the first line: the form in the middle of the paper. */
static float
top(const struct document *d)
{
    float used = pitch_down(d) * (float)d->style->lines;

    return used < paper_height ? (paper_height + used) / 2 : paper_height;
}

static void
draw_bars(struct document *d)
{
    float height = BAR_LINES * pitch_down(d), y = top(d);

    HPDF_Page_SetRGBFill(d->page, 0.87f, 0.95f, 0.87f);
    for (unsigned n = 0; n * BAR_LINES < d->style->lines; n += 2) {
        HPDF_Page_Rectangle(d->page, 36, y - height, paper_width - 72, height);
        y -= 2 * height;
    }
    HPDF_Page_Fill(d->page);
    HPDF_Page_SetRGBFill(d->page, 0, 0, 0);
}

static void
need_page(struct document *d)
{
    if (d->page != NULL && d->line < d->style->lines)
        return;
    d->page = HPDF_AddPage(d->pdf);
    HPDF_Page_SetWidth(d->page, paper_width);
    HPDF_Page_SetHeight(d->page, paper_height);
    if (d->style->bars)
        draw_bars(d);
    HPDF_Page_SetFontAndSize(d->page, d->font, pitch / 0.6f);
    if (d->style->lpi > 6)
        HPDF_Page_SetFontAndSize(d->page, d->font, 9);
    HPDF_Page_SetHorizontalScalling(d->page,
                                    d->style->lpi > 6 ? 400 / 3.0f : 100);
    d->line = 0;
}

/* One line, or one of several over each other: text in UTF-8. */
static void
draw_line(struct document *d, const char *text, size_t len)
{
    char latin[WIDTH + 1];
    size_t n = 0;

    for (size_t i = 0; i < len && n < WIDTH;) {
        uint32_t ch;
        size_t took = utf8_decode(text + i, len - i, &ch);

        i += took ? took : 1;
        latin[n++] = took == 0 || ch > 0xff                ? '?'
                     : ch < ' ' || (ch > '~' && ch < 0xa0) ? ' '
                                                           : (char)ch;
    }
    latin[n] = '\0';
    need_page(d);
    if (n == 0)
        return;
    HPDF_Page_BeginText(d->page);
    HPDF_Page_TextOut(d->page, (paper_width - 132 * pitch) / 2,
                      top(d) - pitch_down(d) * ((float)d->line + 0.8f), latin);
    HPDF_Page_EndText(d->page);
}

/* A line of the file, without its end: form feeds, and carriage returns
 * between what is printed over each other. */
static void
take_line(struct document *d, char *text, size_t len)
{
    if (len > 0 && text[len - 1] == '\r')
        len--;
    while (len > 0) {
        size_t n = 0;

        if (*text == '\f') {
            d->page = NULL;
            text++;
            len--;
            continue;
        }
        while (n < len && text[n] != '\r' && text[n] != '\f')
            n++;
        draw_line(d, text, n);
        n += n < len && text[n] == '\r';
        text += n;
        len -= n;
    }
    need_page(d);
    d->line++;
}

static void
convert(struct document *d, FILE *in)
{
    char *text = NULL;
    size_t room = 0;
    ssize_t n;

    d->font = HPDF_GetFont(d->pdf, "Courier", "WinAnsiEncoding");
    HPDF_SetCompressionMode(d->pdf, HPDF_COMP_ALL);
    while ((n = getline(&text, &room, in)) > 0)
        take_line(d, text, (size_t)n - (text[n - 1] == '\n'));
    free(text);
    if (HPDF_GetCurrentPage(d->pdf) == NULL)
        need_page(d); /* an empty file: one empty page */
}

static void
save(struct document *d)
{
    const char *out = d->style->out;

    if (asprintf(&unfinished, "%s.new", out) < 0)
        fail(out, "out of memory");
    HPDF_SaveToFile(d->pdf, unfinished);
    if (rename(unfinished, out) < 0)
        fail(out, strerror(errno));
    free(unfinished);
}

static const struct argp_option list[] = {
    {"output", 'o', "FILE", 0, "the PDF file; wanted", 0},
    {"lines", 'l', "N", 0, "lines of a form, 1 to 180 (66, or 88 at 8)", 0},
    {"lpi", 'i', "N", 0, "lines an inch, 6 or 8 (6)", 0},
    {"plain", 'p', NULL, 0, "paper without bars", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct page_style *s = state->input;
    char *end = NULL;
    unsigned long n = arg ? strtoul(arg, &end, 10) : 0;
    bool number = end != NULL && end != arg && *end == '\0';

    switch (key) {
    case 'o':
        s->out = arg;
        break;
    case 'l':
        if (!number || n < 1 || n > 180)
            argp_error(state, "--lines %s: a number from 1 to 180", arg);
        s->lines = (unsigned)n;
        break;
    case 'i':
        if (!number || (n != 6 && n != 8))
            argp_error(state, "--lpi %s: 6 or 8", arg);
        s->lpi = (unsigned)n;
        break;
    case 'p':
        s->bars = false;
        break;
    case ARGP_KEY_ARG:
        if (s->in != NULL)
            argp_error(state, "%s: one file at a time", arg);
        s->in = arg;
        break;
    case ARGP_KEY_END:
        if (s->out == NULL)
            argp_error(state, "-o FILE is wanted");
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    static const struct argp argp = {
        list,
        parse,
        "[FILE]",
        "Makes a PDF file of what a line printer wrote to FILE, or of standard "
        "input.",
        NULL,
        NULL,
        NULL};
    struct page_style style = {.lpi = 6, .bars = true};
    struct document d = {.style = &style};
    FILE *in = stdin;

    argp_parse(&argp, argc, argv, 0, NULL, &style);
    if (style.lines == 0)
        style.lines = style.lpi == 8 ? 88 : 66;
    if (style.in != NULL && (in = fopen(style.in, "r")) == NULL)
        fail(style.in, strerror(errno));
    d.pdf = HPDF_New(pdf_error, NULL);
    if (d.pdf == NULL)
        fail("libharu", "it does not start");
    convert(&d, in);
    if (ferror(in))
        fail(style.in ? style.in : "standard input", strerror(errno));
    save(&d);
    HPDF_Free(d.pdf);
    if (in != stdin)
        fclose(in);
    return 0;
}
