@v = global i32 0, align 4

define internal i8* @writer(i8* %arg) {
  call void @lkmm_atomic_set(i32* @v)
  ret i8* null
}

define i32 @main() {
  %t = alloca i64, align 8
  %1 = call i32 @pthread_create(i64* %t, i8* null, i8* (i8*)* @writer, i8* null)
  ret i32 0
}

declare i32 @pthread_create(i64*, i8*, i8* (i8*)*, i8*)
declare void @lkmm_atomic_set(i32*)
