; ModuleID = 'x.7rcbfp3g-cgu.0'
@S = internal global <{ [8 x i8] }> <{ [8 x i8] zeroinitializer }>, align 4, !dbg !0
declare i32 @pthread_create(ptr, ptr, ptr, ptr)
define ptr @f(ptr %a) {
  %v = load i32, ptr @S
  store i32 1, ptr @S
  ret ptr null
}
define i32 @main() {
  %t = alloca i64
  %c = call i32 @pthread_create(ptr %t, ptr null, ptr @f, ptr null)
  %v = load i32, ptr @S
  ret i32 %v
}
!llvm.dbg.cu = !{!3}
!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "S", scope: null, file: !4, line: 1, type: !5, isLocal: true, isDefinition: true)
!3 = distinct !DICompileUnit(language: DW_LANG_Rust, file: !4, producer: "x", isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug, globals: !9)
!4 = !DIFile(filename: "x.rs", directory: "/")
!5 = !DICompositeType(tag: DW_TAG_structure_type, name: "S", file: !4, size: 64, align: 32, elements: !6)
!6 = !{!7, !8}
!7 = !DIDerivedType(tag: DW_TAG_member, name: "a", scope: !5, file: !4, baseType: !10, size: 32, align: 32)
!8 = !DIDerivedType(tag: DW_TAG_member, name: "b", scope: !5, file: !4, baseType: !10, size: 32, align: 32, offset: 0)
!9 = !{!0}
!10 = !DIBasicType(name: "u32", size: 32, encoding: DW_ATE_unsigned)
!llvm.ident = !{!20}
!20 = !{!"rustc version 1.80.0"}
