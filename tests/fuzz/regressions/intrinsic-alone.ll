; ModuleID = 'trap.c'
define void @work(ptr %p) {
  call void @llvm.trap()
  unreachable
}

define i32 @main() {
  %a = call i32 @lkmm_spawn(ptr @work, ptr null)
  %b = call i32 @llvm.umin.i32()
  ret i32 0
}

declare void @llvm.trap()
declare i32 @llvm.umin.i32()
declare i32 @lkmm_spawn(ptr, ptr)
