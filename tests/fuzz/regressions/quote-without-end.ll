define void @f() {
  ret void
"a