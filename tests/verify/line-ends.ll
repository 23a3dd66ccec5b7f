; SPDX-License-Identifier: GPL-2.0 OR MIT
; Instructions that end with a type or an operand, as without debug information: what stands on the
; next line is another instruction. What the threads write is 1 and 2.
;
; expect 0: no fault in any execution

@x = internal global i32 0

define internal ptr @work(ptr %number) {
  %copy = alloca ptr
  store ptr %number, ptr %copy
  %again = load ptr, ptr %copy
  %bits = ptrtoint ptr %again to i64
  %low = trunc i64 %bits to i32
  %back = inttoptr i64 %bits to ptr
  store volatile i32 %low, ptr @x
  %seen = load volatile i32, ptr @x
  %one = icmp eq i32 %seen, 1
  %two = icmp eq i32 %seen, 2
  %good = or i1 %one, %two
  br i1 %good, label %end, label %fails
fails:
  call void @lkmm_verify_fails()
  unreachable
end:
  ret ptr %back
}

define i32 @main() {
  %a = alloca i64
  %b = alloca i64
  %one = inttoptr i64 1 to ptr
  %r = call i32 @pthread_create(ptr %a, ptr null, ptr @work, ptr %one)
  %two = inttoptr i64 2 to ptr
  %s = call i32 @pthread_create(ptr %b, ptr null, ptr @work, ptr %two)
  %first = load i64, ptr %a
  %t = call i32 @pthread_join(i64 %first, ptr null)
  %second = load i64, ptr %b
  %u = call i32 @pthread_join(i64 %second, ptr null)
  ret i32 0
}

declare void @lkmm_verify_fails()
declare i32 @pthread_create(ptr, ptr, ptr, ptr)
declare i32 @pthread_join(i64, ptr)
