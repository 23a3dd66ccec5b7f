# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# For the Kbuild of a module that is partly in Rust:
#
#	obj-m := driver.o
#	driver-y := main.o side.o
#	lkmm-rust := side.o			made of side.rs, with the crate lkmm
#	lkmm-feature := kernel-inline		the crate's feature; default: kernel
#	include .../kernel/rust.mk
#
# lkmm-feature-side.o sets it for one object. lkmm-crates has NAME=SOURCE.rs for other crates that
# these use.

lkmm-dir := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
lkmm-crate := $(wildcard $(addprefix $(lkmm-dir)/../rust/src/,*.rs */*.rs */*/*.rs))
lkmm-configs := RETPOLINE MITIGATION_RETPOLINE RETHUNK MITIGATION_RETHUNK X86_KERNEL_IBT \
	ARM64_PTR_AUTH ARM64_PTR_AUTH_KERNEL ARM64_BTI_KERNEL

# Which capability LSE is differs from kernel to kernel.
lkmm-lse := $(shell sed -n 's/.*define[ \t]*ARM64_HAS_LSE_ATOMICS[ \t]*//p' \
	$(objtree)/arch/arm64/include/generated/asm/cpucaps.h 2>/dev/null)

quiet_cmd_lkmm_rust = RUSTC [M] $@
      cmd_lkmm_rust = $(foreach c,$(lkmm-configs),CONFIG_$(c)=$(CONFIG_$(c))) \
	$(addprefix LKMM_ARM64_HAS_LSE_ATOMICS=,$(lkmm-lse)) LKMM_RUST_CRATES='$(lkmm-crates)' \
	RUSTC=$(RUSTC) bash $(lkmm-dir)/rust.sh $(SRCARCH) \
	$(or $(lkmm-feature-$(@F)),$(lkmm-feature),kernel) $< $@ $(cmd_objtool)

$(addprefix $(obj)/,$(lkmm-rust)): $(obj)/%.o: $(src)/%.rs $(lkmm-dir)/rust.sh $(lkmm-crate) \
		$(foreach c,$(lkmm-crates),$(lastword $(subst =, ,$(c)))) FORCE
	$(call if_changed,lkmm_rust)
