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
	printf 'C a\n%s {}\nP0(void) { %s }\nexists (false)\n' "$4" "$5" >a.litmus
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
bad 'the number 0xdead000000000100 for a pointer' \
	'static struct list_head e, h = LIST_HEAD_INIT(h);' \
	'list_add(&e, &h); list_del(&e); struct list_head *r = e.next->next;'
bad "the pointer n+1, which is not in 'n'" "$node" \
	'struct node *q = (struct node *)((unsigned long)&n | 1); int r = q->v;'
bad "the pointer n+16, which is not in 'n'" "$node" 'struct node *q = &n + 1; int r = q->v;'
bad "the pointer ring+20, which is not in the array of 'ring'" "$ring" \
	'struct ring *q = &ring; int r = q->slot[i];'
bad "the pointer ring+20, which is not in the array of 'ring'" "$ring" \
	'int r = READ_ONCE(ring.slot[4]);'
bad "the pointer ring-4, which is not in the array of 'ring'" "$ring" \
	'int k = READ_ONCE(i); int r = ring.slot[k - 6];'

# An index past an array that stays in its struct (C11 6.5.6p8), and ones that stay in the array.
past='struct pair { int a[4]; int b; }; struct grid { int m[2][3]; int n; spinlock_t lock[2]; };'
past="$past static struct pair s, t[2]; static struct grid g; static int i = 4, two = 2;"
past="$past static int m = -1;"
past="$past int get(struct pair *p, int k) { return READ_ONCE(p->a[k]); }"
outside="which is not in the array of"
good()
{
	printf 'C a\n%s {}\nP0(void) { %s }\nexists (i=5)\n' "$past" "$1" >a.litmus
	"$lkmm" check a.litmus >out 2>&1 && ! grep -q "^Flag" out
	judge $? "$1: no flag" out
}
for access in 's.a[4]' 's.a[i]' 'READ_ONCE(s.a[4])' 'READ_ONCE(s.a[i])' '*(s.a + 4)' '*(s.a + i)' \
	'smp_load_acquire(&s.a[i])' 'xchg(&s.a[4], 1)' '(&s)->a[i]' '4[s.a]' 's.a[two + 2]' \
	's.a[i % 5]' 's.a[i & 7]' 's.a[READ_ONCE(i)]' '*&s.a[4]'; do
	bad "the pointer s+16, $outside 's'" "$past" "int r = $access;"
done
bad "the pointer t+36, $outside 't'" "$past" 'int r = t[1].a[i];'
bad "the pointer t+16, $outside 't'" "$past" 'struct pair *p = t; int r = p->a[4];'
bad "the pointer t+16, $outside 't'" "$past" 'struct pair *p = t + 1; int r = p->a[m];'
bad "the pointer t+16, $outside 't'" "$past" 'int r = *(t[1].a - 1);'
bad "the pointer g+12, $outside 'g'" "$past" 'int r = g.m[0][3];'
bad "the pointer g+12, $outside 'g'" "$past" 'int k = 3, r = g.m[0][k];'
bad "the pointer g+8, $outside 'g'" "$past" 'int r = READ_ONCE(g.m[1][m]);'
bad "the pointer g+24, $outside 'g'" "$past" 'int r = READ_ONCE(g.m[two][0]);'
bad "the pointer g+24, $outside 'g'" "$past" 'g.m[2][0] = 1;'
bad "the pointer s+16, $outside 's'" "$past" 's.a[i]++;'
bad "the pointer s+16, $outside 's'" "$past" 'int k = 4; s.a[k] += 2;'
bad "the pointer s+16, $outside 's'" "$past" 'for (int k = 0; k <= 4; k++) WRITE_ONCE(s.a[k], 1);'
for call in 'get(&s, 4)' 'get(&s, i)'; do
	printf 'C a\n%s {}\nP0(void) { int r = %s; }\nexists (false)\n' "$past" "$call" >a.litmus
	"$lkmm" check a.litmus 2>&1 | grep -q "^a.litmus:2:.* the pointer s+16, $outside 's'$"
	judge $? "$call: bad-pointer"
done
good 'for (int k = 0; k < 4; k++) WRITE_ONCE(s.a[k], 1);'
good 'for (int *p = s.a; p < s.a + 4; p++) *p = 1;'
good 'for (int *p = s.a, *e = &s.a[4]; p != e; p++) *p = 1;'
good 'int k = 4, *e = s.a + k, *f = &s.a[i]; e[-1] = 2; f[-1] = 2; assert(e == f);'
good 'int *p = &s.a[i] - 1; *p = 1;'
good 'int (*row)[3] = &g.m[2]; row[-1][2] = 1;'
good 'int *p = &s.a[2]; struct pair *q = container_of(p, struct pair, a[2]); q->b = 1;'
good 'char *p = (char *)&s + 16; *(int *)p = 1;'
good 'int *p = (int *)&s; p[4] = 1;'
good 's.a[i & 3] = 1; s.a[(unsigned int)i % 4] = 1; s.a[i == 4] = 1;'
good 'struct pair l = { { 1 } }; int k = 3; l.a[k] = 2; int r = l.a[3];'
bad "the pointer l_3+16, $outside 'l_3'" "$past" 'struct pair l = { { 1 } }; int r = l.a[i];'

made='struct node *q = kmalloc(sizeof(*q), GFP_KERNEL); q->v = 1;'
flagged use-after-free "P0 uses 'kmalloc_3' after P0 freed it on line 3" \
	"use after free: P0 uses 'kmalloc_3' after P0 freed it on line 3" "$node" \
	"$made kfree(q); int r = q->v;"
flagged use-after-free "P0 uses 'kmalloc_3' after P0 freed it on line 3" \
	"use after free: P0 uses 'kmalloc_3' after P0 freed it on line 3" "$node" \
	"$made struct node *o = q; int r = 1; kfree(q); WRITE_ONCE(o->next, NULL);"

# sizes BITS NAME HAS DECLARATIONS BODY: an access of another size than its variable's, refused
sizes()
{
	printf 'C a\n%s {}\nP0(void) { %s }\nexists (false)\n' "$4" "$5" >a.litmus
	"$lkmm" check a.litmus >out 2>&1
	[ $? = 2 ] && grep -q "3:.*: error: this accesses $1 bits of '$2', which has $3: acc" out
	judge $? "$5: not modelled" out
}
words='static u32 w, *p = &w; static u16 *h = (u16 *)&w, two[2]; static u64 d;'
words="$words struct pair { u16 a, b; }; static struct pair s; static spinlock_t l;"
# At an address that is one of a few they are modelled: @1 leaves w @2.
leaves()
{
	printf 'C a\n%s {}\nP0(void) { %s }\nforall (w=%s)\n' "$words" "$1" "$2" >a.litmus
	"$lkmm" check a.litmus >out 2>&1 && grep -q '^Observation a Always 1 0' out
	judge $? "$1: w is $2" out
}
leaves 'u16 *q = READ_ONCE(h); q[1] = 5;' $((5 << 16))
leaves '*(u16 *)&w = 7; WRITE_ONCE(*READ_ONCE(p), 1);' 1
leaves 'WRITE_ONCE(*READ_ONCE(p), 65537); *((u16 *)&w + 1) = 2;' $((2 << 16 | 1))
sizes 32 two 'elements of 16' "$words" '*(u32 *)two = 5;'
sizes 32 s.a 16 "$words" 'u32 r = READ_ONCE(*(u32 *)&s);'
sizes 64 d 64 "$words" '*(u32 *)&d = 1; WRITE_ONCE(d, (u64)&w);'
sizes 64 d 64 "$words" '*(u32 *)&d = 1; WRITE_ONCE(d, (u64)READ_ONCE(p));'
sizes 32 kzalloc_3 64 "$words" 'u64 *q = kzalloc(8, GFP_KERNEL); *((u32 *)q + 1) = 1;'
sizes 32 l 32 "$words" '*((u16 *)&l + 1) = 1; spin_lock(&l);'
bad "the pointer d+2, which is not in 'd'" "$words" \
	'u32 *q = (u32 *)((char *)&d + 2); *q = 5;'
bad "the pointer w+4, which is not in 'w'" "$words" 'u32 r = ((u16 *)&w)[2];'
finish
