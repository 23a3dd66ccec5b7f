define i32 @main() !dbg !3 {
  %v = fadd float 1.0, 1.0, !dbg !4
  ret i32 0
}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1)
!1 = !DIFile(filename: "a.c", directory: "/")
!3 = distinct !DISubprogram(name: "main", file: !1, line: 1)
!4 = !DILocation(line: -7, column: -3, scope: !3)
