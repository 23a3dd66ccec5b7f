; SPDX-License-Identifier: GPL-2.0 OR MIT
; main() itself allocates as many bytes as a number without a value: it runs before
; there is a thread to compute that.
;
; expect 0: error: memory of a size that is not known here is not supported

@x = internal global i64 0
@y = internal global i64 0

declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare ptr @malloc(i64)

define i32 @main() {
  %made = call ptr @malloc(i64 undef)
  store i64 1, ptr %made
  ret i32 0
}
