; SPDX-License-Identifier: GPL-2.0 OR MIT
; What main() registers for its end, and a thread that may end the program.
; expect 0: no fault found, but executions were left out
@left = global i32 0

define void @note() {
  %n = load i32, i32* @left
  %more = add i32 %n, 1
  store i32 %more, i32* @left
  ret void
}

define i8* @work(i8* %arg) {
  %n = load atomic i32, i32* @left acquire, align 4
  %is = icmp eq i32 %n, 7
  br i1 %is, label %end, label %leave
end:
  call void @exit(i32 1)
  unreachable
leave:
  ret i8* null
}

define i32 @main() {
  %id = alloca i64
  %a = call i32 @atexit(void ()* @note)
  %b = call i32 @pthread_create(i64* %id, i8* null, i8* (i8*)* @work, i8* null)
  store atomic i32 7, i32* @left release, align 4
  %t = load i64, i64* %id
  %c = call i32 @pthread_join(i64 %t, i8** null)
  call void @exit(i32 0)
  unreachable
}

declare i32 @atexit(void ()*)
declare void @exit(i32)
declare i32 @pthread_create(i64*, i8*, i8* (i8*)*, i8*)
declare i32 @pthread_join(i64, i8**)
