@nothing = internal global {} zeroinitializer, align 4

define internal i8* @reader(i8* %arg) {
  %1 = load i32, i32* bitcast ({}* @nothing to i32*), align 4
  ret i8* null
}

define i32 @main() {
  %t = alloca i64, align 8
  %1 = call i32 @pthread_create(i64* %t, i8* null, i8* (i8*)* @reader, i8* null)
  ret i32 0
}

declare i32 @pthread_create(i64*, i8*, i8* (i8*)*, i8*)
