/* SPDX-License-Identifier: MIT */
/* The fast form of EXECUTE: of the storage-to-storage instructions, for whose
 * lengths it is mostly used. Any other target is the reference handler's. PoO
 * "Execute". */
#include "cpu/fastforms.h"
#include "cpu/fastss.h"

/* The target is read from storage each time, so that nobody need watch it. */
FORMS(f_EX, const uint8_t *at = fast_read_at(p, ea, 6); uint64_t ib;
      fast_ss * does; if (__builtin_expect(!at || (ea & 1), 0)) JUMP(fast_call);
      ib = (uint64_t)load_be32(at) << 32 | (uint64_t)load_be16(at + 4) << 16;
      if (op->r1) ib |= (uint64_t)(R1 & 0xff) << 48; does = fast_ss_of(ib);
      if (!does || !does(cpu, p, ib, &cc)) JUMP(fast_call); NEXT;)

const struct fast_form fast_ex[ROW_COUNT] = {
    [ROW_EX] = {{f_EX_0, f_EX_1, f_EX_2}},
};
