# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# lkmm-missing.h: which operations this kernel lacks. LKMM_DERIVE=all makes all that can be made of
# others, as a test. All that wrap.h is in must be built after it: lkmm-wraps, before this is
# included.

lkmm-dir := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
lkmm-headers := $(srctree)/include/linux/atomic/atomic-instrumented.h \
		$(srctree)/include/asm-generic/bitops/instrumented-lock.h
lkmm-tables := $(lkmm-dir)/ops.list $(lkmm-dir)/derived.h

quiet_cmd_lkmm_missing = GEN     $@
      cmd_lkmm_missing = $(lkmm-dir)/missing.sh $(lkmm-tables) "$(LKMM_DERIVE)" \
			 $(lkmm-headers) > $@

$(obj)/lkmm-missing.h: $(lkmm-dir)/missing.sh $(lkmm-tables) $(lkmm-headers) FORCE
	$(call if_changed,lkmm_missing)
targets += lkmm-missing.h
clean-files += lkmm-missing.h

$(addprefix $(obj)/,$(lkmm-wraps)): $(obj)/lkmm-missing.h
ccflags-y += -I$(obj)
