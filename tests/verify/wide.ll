; SPDX-License-Identifier: GPL-2.0 OR MIT
; main() stores a number of 128 bits to two words: it has no place in 64.
; expect 0: error: an access of 128 bits to this part of 'pair' is not supported
@pair = global { i64, i64 } zeroinitializer, align 16

define void @work(i8* %arg) {
  ret void
}

define i32 @main() {
  %both = bitcast { i64, i64 }* @pair to i128*
  store atomic i128 5, i128* %both monotonic, align 16
  %t = call i32 @lkmm_spawn(void (i8*)* @work, i8* null)
  call void @lkmm_join(i32 %t)
  ret i32 0
}

declare i32 @lkmm_spawn(void (i8*)*, i8*)
declare void @lkmm_join(i32)
