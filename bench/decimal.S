/* SPDX-License-Identifier: MIT */
/* Packed decimal: an invoice line. */
#include "bench/kernel.inc"

        begin
TURN:   cvd     R2, at(WORK)
        zap     atl(PRICE, 6), atl(WORK, 8)
        zap     atl(TOTAL, 12), atl(PRICE, 6)
        mp      atl(TOTAL, 12), atl(PIECES, 2)
        ap      atl(TOTAL, 12), atl(FREIGHT, 3)
        dp      atl(TOTAL, 12), atl(DOZEN, 2)
        cp      atl(TOTAL, 10), atl(FREIGHT, 3)
        bc      2, at(HIGH)
        sp      atl(PRICE, 6), atl(FREIGHT, 3)
HIGH:   srp     atl(PRICE, 6), 63(0), 5
        unpk    atl(ZONED, 11), atl(PRICE, 6)
        oi      at(ZONED+10), 0xf0
        pack    atl(WORK, 8), atl(ZONED, 11)
        mvc     atl(LINE, 12), at(PATTERN)
        ed      atl(LINE, 12), at(PRICE+1)
        cvb     R3, at(WORK)
        again
        pass
WORK:   .long   0, 0
PRICE:  .space  6
TOTAL:  .space  12
PIECES: .byte   0x01, 0x7c
FREIGHT: .byte  0x00, 0x45, 0x0c
DOZEN:  .byte   0x01, 0x2c
ZONED:  .space  11
LINE:   .space  12
PATTERN: .byte  0x40,0x20,0x20,0x20,0x6b,0x20,0x20,0x20,0x6b,0x20,0x21,0x20
