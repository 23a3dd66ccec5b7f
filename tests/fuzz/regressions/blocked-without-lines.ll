; ModuleID = 'blocked.c'
@x = global i32 0
declare i32 @lkmm_spawn(ptr, ptr)
declare void @lkmm_join(i32)

define i32 @main() {
  %t = call i32 @lkmm_spawn(ptr @f, ptr null)
  call void @lkmm_join(i32 %t)
  ret i32 0
}
define void @f(ptr %a) {
  br label %l
l:
  %v = load volatile i32, ptr @x
  %c = icmp eq i32 %v, 0
  br i1 %c, label %l, label %m
m:
  ret void
}
