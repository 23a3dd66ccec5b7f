#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# pointers.sh LKMM: pointers into structs and arrays that lead to no object are reported, with the
# line and what they point to, and --why tells how a process gets there. TAP.
lkmm=$(realpath "$1")
. "$(dirname "$0")/../tap.sh"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1

# flagged FLAG WARNING STORY DECLARATIONS BODY: the body is line 3
flagged()
{
	local want="a.litmus:3:.*: warning: $2" missing=
	printf 'C a\n%s {}\nP0(void) { %s }\nexists (0:r=5)\n' "$4" "$5" >a.litmus
	"$lkmm" check --why a.litmus >out 2>&1
	grep -q "^$want\$" out || missing=$want
	grep -q "^Flag $1\$" out || missing="Flag $1"
	grep -q "^  $3" out || missing=$3
	[ -z "$missing" ]
	judge $? "$5: $1" out
}

# bad POINTER DECLARATIONS BODY
bad()
{
	flagged bad-pointer "P0 can get here with $1" \
		"bad pointer: P0 can reach line 3 with $1, in this order:" "$2" "$3"
}

node='struct node { int v; struct node *next; }; static struct node n, *p;'
ring='struct ring { int n; int slot[4]; }; static struct ring ring; static int i = 4;'
bad 'a null pointer' "$node" 'int r = p->v;'
bad 'a null pointer' "$node" 'struct node *q = READ_ONCE(p); int r = READ_ONCE(q->v);'
bad 'a null pointer' "$node" 'struct node m = { 1 }; int r = m.next->v;'
bad 'the number 8 for a pointer' "$node" 'int r = n.next->next->v;'
bad 'the number -8 for a pointer' "$node" \
	'struct node *q = container_of(&p->v, struct node, next); int r = q->v;'
bad "the pointer n+1, which is not in 'n'" "$node" \
	'struct node *q = (struct node *)((unsigned long)&n | 1); int r = q->v;'
bad "the pointer n+16, which is not in 'n'" "$node" 'struct node *q = &n + 1; int r = q->v;'
bad "the pointer ring+20, which is not in 'ring'" "$ring" \
	'struct ring *q = &ring; int r = q->slot[i];'
bad "the pointer ring+20, which is not in 'ring'" "$ring" 'int r = READ_ONCE(ring.slot[4]);'
bad "the pointer ring-4, which is not in 'ring'" "$ring" \
	'int k = READ_ONCE(i); int r = ring.slot[k - 6];'

made='struct node *q = kmalloc(sizeof(*q), GFP_KERNEL); q->v = 1;'
flagged use-after-free "P0 uses 'kmalloc_3' after P0 freed it on line 3" \
	"use after free: P0 uses 'kmalloc_3' after P0 freed it on line 3" "$node" \
	"$made kfree(q); int r = q->v;"
flagged use-after-free "P0 uses 'kmalloc_3' after P0 freed it on line 3" \
	"use after free: P0 uses 'kmalloc_3' after P0 freed it on line 3" "$node" \
	"$made struct node *o = q; int r = 1; kfree(q); WRITE_ONCE(o->next, NULL);"

# half of an object
printf 'C a\n static u32 w; {}\nP0(void) { u16 *h = (u16 *)&w; h[1] = 5; }\nexists (w=5)\n' >a.litmus
"$lkmm" check a.litmus >out 2>&1
[ $? = 2 ] && grep -q "3:32: error: this accesses 16 bits of 'w', which has 32: accesses of two" out
judge $? "half of an object: an error" out
finish
