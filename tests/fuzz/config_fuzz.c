/* SPDX-License-Identifier: MIT */
/* Configuration files, and the word splitter that the console shares. The file
 * is called "conf", so that it can INCLUDE itself. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/configuration.h"
#include "tests/fuzz/fuzz.h"

static void
on_trouble(void *arg, enum config_trouble kind, const char *text)
{
    (void)arg, (void)kind;
    FUZZ_CHECK(text[0] != '\0' && strchr(text, '\n') == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config c;
    struct err e = {.text = ""};
    char *words[CONFIG_MAX_WORDS], *line;
    const char *file = fuzz_file(0, data, size);
    static bool linked;

    if (!linked) {
        unlink("conf");
        FUZZ_CHECK(symlink(file, "conf") == 0);
        linked = true;
    }
    config_init(&c);
    if (!config_read(&c, "conf", on_trouble, NULL, &e)) {
        FUZZ_CHECK(e.text[0] != '\0');
    } else {
        FUZZ_CHECK(c.mainsize >= 1 && c.mainsize <= CONFIG_MAX_MAINSIZE);
        FUZZ_CHECK(c.ndevices <= CONFIG_MAX_DEVICES);
        config_set_terminals(&c, 5, &e);
    }
    config_free(&c);

    line = strndup((const char *)data, size);
    FUZZ_CHECK(line != NULL);
    FUZZ_CHECK(config_split(line, words, CONFIG_MAX_WORDS) <= CONFIG_MAX_WORDS);
    free(line);
    return 0;
}
