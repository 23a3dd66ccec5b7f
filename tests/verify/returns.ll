; SPDX-License-Identifier: GPL-2.0 OR MIT
; A function that returns a struct in several places, also in a thread. This file has no debug
; information: what is reported has its lines.
; expect 0: returns.ll:35:1: this assertion can fail
; expect 0: P1:28  %seen = load atomic i32
; expect 0: lines are those of the IR itself
%pair = type { i32, { i8, i32* } }

@x = global i32 0
@y = global i32 0

define %pair @choose(i32 %n) {
  %is = icmp eq i32 %n, 0
  br i1 %is, label %none, label %some
none:
  ret %pair { i32 7, { i8, i32* } { i8 1, i32* @y } }
some:
  %a = insertvalue %pair undef, i32 %n, 0
  %b = insertvalue %pair %a, i32* @x, 1, 1
  ret %pair %b
}

define void @work(i8* %arg) {
  %n = load atomic i32, i32* @x monotonic, align 4
  %p = call %pair @choose(i32 %n)
  %v = extractvalue %pair %p, 0
  %at = extractvalue %pair %p, 1, 1
  %seen = load atomic i32, i32* %at monotonic, align 4
  %other = icmp eq i32 %n, 0
  br i1 %other, label %end, label %check
check:
  %same = icmp eq i32 %v, %seen
  br i1 %same, label %end, label %fails
fails:
  call void @lkmm_verify_fails()
  unreachable
end:
  ret void
}

define void @writes(i8* %arg) {
  store atomic i32 1, i32* @x monotonic, align 4
  store atomic i32 2, i32* @x monotonic, align 4
  ret void
}

define i32 @main() {
  %a = call i32 @lkmm_spawn(void (i8*)* @writes, i8* null)
  %b = call i32 @lkmm_spawn(void (i8*)* @work, i8* null)
  call void @lkmm_join(i32 %a)
  call void @lkmm_join(i32 %b)
  ret i32 0
}

declare i32 @lkmm_spawn(void (i8*)*, i8*)
declare void @lkmm_join(i32)
declare void @lkmm_verify_fails()
