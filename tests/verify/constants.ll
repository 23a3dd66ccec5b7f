; SPDX-License-Identifier: GPL-2.0 OR MIT
;
; Constants that are structs in registers: of insertvalue, ret and store, also nested, with zeros
; and with parts that are undefined. And constants that are computed, as clang 14 has them.
;
; expect 0: no fault in any execution

@pair = global { i32, i64 } zeroinitializer, align 8
@go = global i32 0, align 4

declare i32 @lkmm_spawn(ptr, ptr)
declare void @lkmm_join(i32)
declare void @lkmm_verify_fails()

define { i32, i32 } @some(i32 %0) {
  %2 = add i32 %0, 1
  %3 = insertvalue { i32, i32 } { i32 1, i32 poison }, i32 %2, 1
  ret { i32, i32 } %3
}

define { i32, { i32, i32 } } @nested() {
  ret { i32, { i32, i32 } } { i32 7, { i32, i32 } { i32 8, i32 9 } }
}

define { i32, { i32, i32 } } @zeros() {
  ret { i32, { i32, i32 } } zeroinitializer
}

define i32 @sum(i32 %0) {
  %2 = call { i32, i32 } @some(i32 %0)
  %3 = extractvalue { i32, i32 } %2, 0
  %4 = extractvalue { i32, i32 } %2, 1
  %5 = mul i32 %3, %4
  %6 = call { i32, { i32, i32 } } @nested()
  %7 = extractvalue { i32, { i32, i32 } } %6, 0
  %8 = extractvalue { i32, { i32, i32 } } %6, 1
  %9 = extractvalue { i32, i32 } %8, 1
  %10 = call { i32, { i32, i32 } } @zeros()
  %11 = extractvalue { i32, { i32, i32 } } %10, 1
  %12 = insertvalue { i32, i32 } %11, i32 %7, 0
  %13 = extractvalue { i32, i32 } %12, 0
  %14 = extractvalue { i32, i32 } %12, 1
  %15 = add i32 %13, %9
  %16 = add i32 %5, %15
  %17 = add i32 %16, %14
  ret i32 %17
}

define void @check(i32 %0, i32 %1) {
  %3 = icmp eq i32 %0, %1
  br i1 %3, label %5, label %4

4:
  call void @lkmm_verify_fails()
  unreachable

5:
  ret void
}

define void @work(ptr %0) {
  %2 = load volatile i32, ptr @go, align 4
  %3 = call i32 @sum(i32 %2)
  %4 = add i32 %2, 17
  call void @check(i32 %3, i32 %4)
  store { i32, i64 } { i32 3, i64 4 }, ptr @pair, align 8
  ret void
}

define void @computed() {
  call void @check(i32 add (i32 3, i32 4), i32 7)
  call void @check(i32 trunc (i64 sub (i64 ptrtoint (ptr @go to i64), i64 ptrtoint (ptr @go to i64)) to i32), i32 0)
  call void @check(i32 zext (i1 icmp ult (i32 1, i32 2) to i32), i32 1)
  call void @check(i32 zext (i1 icmp eq (ptr @go, ptr @pair) to i32), i32 0)
  call void @check(i32 select (i1 icmp ne (ptr @go, ptr null), i32 5, i32 6), i32 5)
  call void @check(i32 xor (i32 shl (i32 1, i32 4), i32 and (i32 3, i32 2)), i32 18)
  call void @check(i32 or (i32 mul nsw (i32 2, i32 3), i32 lshr (i32 2, i32 1)), i32 7)
  store volatile i32 9, ptr inttoptr (i64 add nuw (i64 ptrtoint (ptr @pair to i64), i64 0) to ptr), align 8
  %1 = load volatile i32, ptr @pair, align 8
  call void @check(i32 %1, i32 9)
  ret void
}

define void @other(ptr %0) {
  store volatile i32 1, ptr @go, align 4
  ret void
}

define i32 @main() {
  %1 = call i32 @sum(i32 0)
  call void @check(i32 %1, i32 17)
  call void @computed()
  %2 = call i32 @lkmm_spawn(ptr @work, ptr null)
  %3 = call i32 @lkmm_spawn(ptr @other, ptr null)
  call void @lkmm_join(i32 %2)
  call void @lkmm_join(i32 %3)
  %4 = load { i32, i64 }, ptr @pair, align 8
  %5 = extractvalue { i32, i64 } %4, 1
  %6 = trunc i64 %5 to i32
  call void @check(i32 %6, i32 4)
  %7 = extractvalue { i32, i64 } %4, 0
  call void @check(i32 %7, i32 3)
  ret i32 0
}
