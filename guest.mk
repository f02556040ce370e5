# SPDX-License-Identifier: MIT
# How guest code (klib, cp, cms: System/370 code) is compiled. An object of the
# guest world is called NAME.g.o, so that a source which both worlds compile
# has two objects. doc/architecture.md, "Two worlds", says why each flag.

GUEST_CPPFLAGS = -I$(srcdir) -I$(builddir) -DCAMBRIDGE_GUEST=1
GUEST_WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
  -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wno-format
GUEST_BASE = -m31 -mesa -march=z900 -O2 -g0 -std=gnu11 -ffreestanding \
  -fno-pic -fno-pie -msoft-float -fno-delete-null-pointer-checks \
  --param=min-pagesize=0 -fno-stack-protector -fno-asynchronous-unwind-tables \
  -fno-strict-aliasing -ffunction-sections -fdata-sections \
  -fno-tree-loop-distribute-patterns -fexec-charset=IBM1047
# Per folder: cp_GUEST_CFLAGS, cms_GUEST_CFLAGS, klib_GUEST_CFLAGS.
guest_cflags = $(GUEST_CPPFLAGS) $(GUEST_BASE) $(GUEST_WARN) \
  $($(firstword $(subst /, ,$*))_GUEST_CFLAGS) $(GUEST_WERROR)

# A C source is linted, its formats are checked (with the host's character set,
# which -Wformat needs), and its assembler text is looked at before it is
# assembled. tools/guest-lint says what it rejects.
%.g.o: %.c $(srcdir)/tools/guest-lint
	$(AM_V_CC)$(MKDIR_P) $(@D) && \
	$(SHELL) $(srcdir)/tools/guest-lint source $< && \
	$(GUEST_CC) $(filter-out -fexec-charset=% -Wno-format,$(guest_cflags)) \
	  -Wformat -Werror=format -fsyntax-only $< && \
	$(GUEST_CC) $(guest_cflags) -MMD -MP -MF $(@:.o=.d) -MT $@ -dp -S \
	  -o $(@:.o=.s) $< && \
	$(SHELL) $(srcdir)/tools/guest-lint assembler $(@:.o=.s) && \
	$(GUEST_CC) -m31 -mesa -march=z900 -c -o $@ $(@:.o=.s)

%.g.o: %.S
	$(AM_V_CC)$(MKDIR_P) $(@D) && \
	$(GUEST_CC) $(GUEST_CPPFLAGS) -m31 -mesa -march=z900 -MMD -MP \
	  -MF $(@:.o=.d) -c -o $@ $<

# NAME.bin is the flat image of NAME.elf.
%.bin: %.elf
	$(AM_V_GEN)$(GUEST_OBJCOPY) -O binary $< $@

-include $(wildcard $(addsuffix /*.g.d,klib cp cp/direct cms cms/cmd cms/fs cms/user \
  tests/insn tests/cp))
