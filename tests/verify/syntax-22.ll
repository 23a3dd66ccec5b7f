; SPDX-License-Identifier: GPL-2.0 OR MIT
;
; What IR of LLVM 16 to 22 has that older IR has not. One thread sends a struct to another, which
; computes 36 of it in many ways. clang 22 takes this file (compilers.py).
;
; expect 0: no fault in any execution

%struct.message = type { i32, [3 x i32], i64 }

$shared = comdat any

@message = global %struct.message zeroinitializer, comdat($shared), align 8, code_model "large"
@"a flag" = dso_local global i32 0, no_sanitize_address, align 4
@second = constant ptr getelementptr inbounds nuw (i8, ptr @message, i64 8), align 8
@third = constant ptr getelementptr inrange(-8, 16) (i8, ptr @message, i64 12), align 8
@shared = linkonce_odr global i8 0, comdat, align 1

declare i32 @lkmm_spawn(ptr noundef captures(none), ptr noundef captures(address, read_provenance))
declare void @lkmm_join(i32 noundef range(i32 0, 16)) #0
declare void @lkmm_verify_fails() #1
declare void @llvm.lifetime.start.p0(ptr captures(none)) #2
declare void @llvm.lifetime.end.p0(ptr captures(none)) #2
declare void @llvm.assume(i1 noundef) #2
declare range(i32 0, 2) i32 @lkmm_smp_load_acquire_u32(ptr dead_on_return)

define range(i32 0, 1) i32 @main() !dbg !5 {
  %1 = call i32 @lkmm_spawn(ptr @send, ptr dereferenceable(24) align(8) @message)
  %2 = call i32 @lkmm_spawn(ptr @receive, ptr @message), !dbg !8
  call void @lkmm_join(i32 %1)
  tail call void @lkmm_join(i32 %2)
  ret i32 0
}

define internal void @send(ptr noundef writable initializes((0, 4), (8, 12)) dead_on_unwind %0) {
    #dbg_value(ptr %0, !9, !DIExpression(), !8)
  store i32 1, ptr %0, align 8, !nosanitize !10
  %2 = getelementptr inbounds nuw %struct.message, ptr %0, i32 0, i32 1
  %3 = getelementptr inbounds nusw nuw [3 x i32], ptr %2, i64 0, i64 1
  store i32 5, ptr %3, align 4
  %4 = getelementptr nuw i8, ptr %0, i64 16
  store i64 -1, ptr %4, align 8
  store atomic i32 1, ptr @"a flag" release, align 4
  ret void
}

define internal void @receive(ptr %0) #3 {
  %2 = alloca i32, align 4
    #dbg_declare(ptr %2, !9, !DIExpression(), !8)
  call void @llvm.lifetime.start.p0(ptr %2)
  %3 = call range(i32 0, 2) i32 @lkmm_smp_load_acquire_u32(ptr nonnull @"a flag")
  %4 = trunc nuw i32 %3 to i1
  br i1 %4, label %5, label %27, !prof !11

5:                                                ; preds = %1
    #dbg_label(!12, !8)
  %6 = load i32, ptr %0, align 8, !range !13, !noundef !10
  store i32 %6, ptr %2, align 4
  %7 = load ptr, ptr @second, align 8
  %8 = load i32, ptr %7, align 8
  %9 = load ptr, ptr @third, align 8
  %10 = load i32, ptr %9, align 4
  %11 = load i64, ptr getelementptr inbounds nuw (i8, ptr @message, i64 16), align 8
  %12 = zext nneg i32 %8 to i64
  %13 = add nuw nsw i64 %12, %11
  %14 = trunc nuw nsw i64 %13 to i32
  call void @llvm.assume(i1 true) [ "align"(ptr %0, i64 8), "nonnull"(ptr %0) ]
  %15 = shl nuw nsw i32 %14, 3
  %16 = or disjoint i32 %15, 4
  %17 = load i32, ptr %2, align 4
  %18 = icmp samesign ult i32 %17, %16
  br i1 %18, label %19, label %24

19:                                               ; preds = %5
  %20 = phi i32 [ %16, %5 ]
  %21 = freeze i32 %10
  %from = ptrtoaddr ptr %9 to i64
  %same = icmp eq i64 %from, ptrtoaddr (ptr getelementptr (i8, ptr @message, i64 12) to i64)
  call void @llvm.assume(i1 %same)
  %22 = add i32 %20, %21
  %23 = select i1 true, i32 %22, i32 poison
  call void @llvm.lifetime.end.p0(ptr %2)
  br label %24

24:                                               ; preds = %19, %5
  %25 = phi i32 [ 0, %5 ], [ %23, %19 ]
  %26 = icmp eq i32 %25, 36
  br i1 %26, label %27, label %28

27:                                               ; preds = %24, %1
  ret void

28:                                               ; preds = %24
  call void @lkmm_verify_fails()
  unreachable
}

attributes #0 = { nounwind memory(argmem: readwrite, inaccessiblemem: read) }
attributes #1 = { noreturn cold allockind("alloc,zeroed") "no-trapping-math"="true" }
attributes #2 = { nocallback nofree nosync nounwind willreturn memory(argmem: readwrite) }
attributes #3 = { mustprogress uwtable(sync) vscale_range(1,16) }

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2}

!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "syntax-22.c", directory: "/nowhere")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !DISubroutineType(types: !4)
!4 = !{null}
!5 = distinct !DISubprogram(name: "main", scope: !1, file: !1, type: !3, unit: !0, keyInstructions: true)
!8 = !DILocation(line: 2, column: 3, scope: !5, atomGroup: 1, atomRank: 2)
!9 = !DILocalVariable(name: "v", scope: !5, file: !1, line: 2)
!10 = !{}
!11 = !{!"branch_weights", !"expected", i32 2000, i32 1}
!12 = !DILabel(scope: !5, name: "l", file: !1, line: 2, column: 3)
!13 = !{i32 0, i32 2}
