; ModuleID = 'tests/verify/union.c'
source_filename = "tests/verify/union.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%struct.guarded = type { %union.anon, i32 }
%union.anon = type { i32 }
%struct.anon.0 = type { i16, i16 }
%struct.anon = type { i8, i8 }

@shared = internal global %struct.guarded* null, align 8

; Function Attrs: noinline nounwind optnone uwtable
define dso_local i32 @main() #0 !dbg !49 {
entry:
  %retval = alloca i32, align 4
  %first = alloca %struct.guarded, align 4
  %g = alloca %struct.guarded*, align 8
  %a = alloca i32, align 4
  %b = alloca i32, align 4
  store i32 0, i32* %retval, align 4
  %call = call noalias i8* @malloc(i64 noundef 8) #7
  %0 = bitcast i8* %call to %struct.guarded*
  store %struct.guarded* %0, %struct.guarded** %g, align 8
  %1 = bitcast %struct.guarded* %first to i8*
  call void @llvm.memset.p0i8.i64(i8* align 4 %1, i8 0, i64 8, i1 false)
  %2 = getelementptr inbounds %struct.guarded, %struct.guarded* %first, i32 0, i32 0
  %3 = bitcast %union.anon* %2 to %struct.anon.0*
  %locked_pending = getelementptr inbounds %struct.anon.0, %struct.anon.0* %3, i32 0, i32 0
  store i16 256, i16* %locked_pending, align 4
  %4 = load %struct.guarded*, %struct.guarded** %g, align 8
  %5 = bitcast %struct.guarded* %4 to i8*
  %6 = bitcast %struct.guarded* %first to i8*
  call void @llvm.memcpy.p0i8.p0i8.i64(i8* align 4 %5, i8* alignseqcount_mutex_t false)
  %7 = load %struct.guarded*, %struct.guarded** %g, align 8
  %8 = getelementptr inbounds %struct.guarded, %struct.guarded* %7, i32 0, i32 0
  %9 = bitcast %union.anon* %8 to %struct.anon*
  %pending = getelementptr inbounds %struct.anon, %struct.anon* %9, i32 0, i32 1
  store i8 0, i8* %pending, align 1
  %10 = load %struct.guarded*, %struct.guarded** %g, align 8
  store %struct.guarded* %10, %struct.guarded** @shared, align 8
  %11 = load %struct.guarded*, %struct.guarded** %g, align 8
  %12 = bitcast %struct.guarded* %11 to i8*
  %call1 = call i32 @lkmm_spawn(void (i8*)* noundef @run, i8* noundef %12)
  store i32 %call1, i32* %a, align 4
  %13 = load %struct.guarded*, %struct.guarded** %g, align 8
  %14 = bitcast %struct.guarded* %13 to i8*
  %call2 = call i32 @lkmm_spawn(void (i8*)* noundef @run, i8* noundef %14)
  store i32 %call2, i32* %b, align 4
  %15 = load i32, i32* %a, align 4
  call void @lkmm_join(i32 noundef %15)
  %16 = load i32, i32* %b, align 4
  call void @lkmm_join(i32 noundef %16)
  %17 = load %struct.guarded*, %struct.guarded** %g, align 8
  %counter = getelementptr inbounds %struct.guarded, %struct.guarded* %17, i32 0, i32 1
  %18 = load i32, i32* %counter, align 4
  %cmp = icmp eq i32 %18, 2
  br i1 %cmp, label %cond.true, label %cond.false

cond.true:                                        ; preds = %entry
  br label %cond.end

cond.false:                                       ; preds = %entry
  call void @lkmm_verify_fails() #8
  unreachable

19:                                               ; No predecessors!
  br label %cond.end

cond.end:                                         ; preds = %19, %cond.true
  %20 = load %struct.guarded*, %struct.guarded** %g, align 8
  %21 = getelementptr inbounds %struct.guarded, %struct.guarded* %20, i32 0, i32 0
  %val = bitcast %union.anon* %21 to i32*
  %22 = load i32, i32* %val, align 4
  %cmp3 = icmp eq i32 %22, 131072
  br i1 %cmp3, label %land.lhs.true, label %cond.false8

land.lhs.true:                                    ; preds = %cond.end
  %23 = load %struct.guarded*, %struct.guarded** %g, align 8
  %24 = getelementptr inbounds %struct.guarded, %struct.guarded* %23, i32 0, i32 0
  %25 = bitcast %union.anon* %24 to %struct.anon.0*
  %waiters = getelementptr inbounds %struct.anon.0, %struct.anon.0* %25, i32 0, i32 1
  %26 = load i16, i16* %waiters, align 2
  %conv = zext i16 %26 to i32
  %cmp4 = icmp eq i32 %conv, 2
  br i1 %cmp4, label %land.lhs.true6, label %cond.false8

land.lhs.true6:                                   ; preds = %land.lhs.true
  %27 = load %struct.guarded*, %struct.guarded** %g, align 8
  %28 = getelementptr inbounds %struct.guarded, %struct.guarded* %27, i32 0, i32 0
  %29 = bitcast %union.anon* %28 to %struct.anon*
  %locked = getelementptr inbounds %struct.anon, %struct.anon* %29, i32 0, i32 0
  %30 = load i8, i8* %locked, align 4
  %tobool = icmp ne i8 %30, 0
  br i1 %tobool, label %cond.false8, label %cond.true7

cond.true7:                                       ; preds = %land.lhs.true6
  br label %cond.end9

cond.false8:                                      ; preds = %land.lhs.true6, %land.lhs.true, %cond.end
  call void @lkmm_verify_fails() #8
  unreachable

31:                                               ; No predecessors!
  br label %cond.end9

cond.end9:                                        ; preds = %31, %cond.true7
  %32 = load %struct.guarded*, %struct.guarded** %g, align 8
  %33 = bitcast %struct.guarded* %32 to i8*
  call void @free(i8* noundef %33) #7
  %34 = load i32, i32* %retval, align 4
  ret i32 %34
}

; Function Attrs: nofree nosync nounwind readnone speculatable willreturn

; Function Attrs: nounwind
declare noalias i8* @malloc(i64 noundef) #2

; Function Attrs: argmemonly nofree nounwind willreturn writeonly
declare void @llvm.memset.p0i8.i64(i8* nocapture writeonly, i8, i64, i1 immarg) #3

; Function Attrs: argmemonly nofree nounwind willreturn
declare void @llvm.memcpy.p0i8.p0i8.i64(i8* noalias nocapture writeonly, i8* noalias nocapture readonly, i64, i1 immarg) #4

declare i32 @lkmm_spawn(void (i8*)* noundef, i8* noundef) #5

; Function Attrs: noinline nounwind optnone uwtable
define internal void @run(i8* noundef %arg) #0 !dbg !87 {
entry:
  %arg.addr = alloca i8*, align 8
  store i8* %arg, i8** %arg.addr, align 8
  %0 = load i8*, i8** %arg.addr, align 8
  %1 = bitcast i8* %0 to %struct.guarded*
  call void @count(%struct.guarded* noundef %1)
  ret void
}

declare void @lkmm_join(i32 noundef) #5

; Function Attrs: noreturn
declare void @lkmm_verify_fails() #6

; Function Attrs: nounwind
declare void @free(i8* noundef) #2

; Function Attrs: noinline nounwind optnone uwtable
define internal void @count(%struct.guarded* noundef %g) #0 !dbg !96 {
entry:
  %g.addr = alloca %struct.guarded*, align 8
  %.atomictmp = alloca i16, align 2
  %atomic-temp = alloca i16, align 2
  %__lkmm_p = alloca i8*, align 8
  %__lkmm_e = alloca i8, align 1
  %__lkmm_v = alloca i8, align 1
  %__lkmm_ret = alloca i8, align 1
  %__lkmm_o = alloca i8*, align 8
  %__lkmm_s = alloca i8, align 1
  %__lkmm_b = alloca i8, align 1
  %tmp = alloca i8, align 1
  %__lkmm_b2 = alloca i8, align 1
  %tmp3 = alloca i8, align 1
  %tmp5 = alloca i8, align 1
  %__lkmm_p6 = alloca i32*, align 8
  %__lkmm_ret7 = alloca i32, align 4
  %__lkmm_o8 = alloca i8*, align 8
  %__lkmm_s10 = alloca i32, align 4
  %tmp13 = alloca i32, align 4
  %__lkmm_p14 = alloca i8*, align 8
  %__lkmm_v16 = alloca i8, align 1
  %__lkmm_o17 = alloca i8*, align 8
  %__lkmm_b20 = alloca i8, align 1
  %tmp21 = alloca i8, align 1
  store %struct.guarded* %g, %struct.guarded** %g.addr, align 8
  %0 = load %struct.guarded*, %struct.guarded** %g.addr, align 1
  %1 = getelementptr inbounds %struct.guarded, %struct.guarded* %0, i32 0, i32 0
  %2 = bitcast %union.anon* %1 to %struct.anon.0*
  %waiters = getelementptr inbounds %struct.anon.0, %struct.anon.0* %2, i32 0, i32 1
  store i16 1, i16* %.atomictmp, align 2
  %3 = load i16, i16* %.atomictmp, align 2
  %4 = atomicrmw add i16* %waiters, i16 %3 monotonic, align 2
  store i16 %4, i16* %atomic-temp, align 2
  %5 = load i16, i16* %atomic-temp, align 2
  br label %while.cond

while.cond:                                       ; preds = %while.body, %entry
  %6 = load %struct.guarded*, %struct.guarded** %g.addr, align 8
  %7 = getelementptr inbounds %struct.guarded, %struct.guarded* %6, i32 0, i32 0
  %8 = bitcast %union.anon* %7 to %struct.anon*
  %locked = getelementptr inbounds %struct.anon, %struct.anon* %8, i32 0, i32 0
  store i8* %locked, i8** %__lkmm_p, align 8
  store i8 0, i8* %__lkmm_e, align 1
  store i8 1, i8* %__lkmm_v, align 1
  %9 = load i8*, i8** %__lkmm_p, align 8
  store i8* %9, i8** %__lkmm_o, align 8
  br label %do.body

do.body:                                          ; preds = %while.cond
  br label %do.end

do.end:                                           ; preds = %do.body
  br label %do.body1

do.body1:                                         ; preds = %do.end
  %10 = load i8*, i8** %__lkmm_o, align 8
  store i8 0, i8* %__lkmm_b, align 1
  call void @llvm.memcpy.p0i8.p0i8.i64(i8* align 1 %__lkmm_b, i8* align 1 %__lkmm_e, i64 1, i1 false)
  %11 = load i8, i8* %__lkmm_b, align 1
  store i8 %11, i8* %tmp, align 1
  %12 = load i8, i8* %tmp, align 1
  store i8 0, i8* %__lkmm_b2, align 1
  call void @llvm.memcpy.p0i8.p0i8.i64(i8* align 1 %__lkmm_b2, i8* align 1 %__lkmm_v, i64 1, i1 false)
  %13 = load i8, i8* %__lkmm_b2, align 1
  store i8 %13, i8* %tmp3, align 1
  %14 = load i8, i8* %tmp3, align 1
  %call = call zeroext i8 @lkmm_cmpxchg_acquire_u8(i8* noundef %10, i8 noundef zeroext %12, i8 noundef zeroext %14)
  store i8 %call, i8* %__lkmm_s, align 1
  call void @llvm.memcpy.p0i8.p0i8.i64(i8* align 1 %__lkmm_ret, i8* align 1 %__lkmm_s, i64 1, i1 false)
  br label %do.end4

do.end4:                                          ; preds = %do.body1
  %15 = load i8, i8* %__lkmm_ret, align 1
  store0i8 %15, i8* %tmp5, align 1
  %16 = load i8, i8* %tmp5, align 1
  %tobool = icmp ne i8 %16, 0
  br i1 %tobool, label %while.body, label %while.end

while.body:                                       ; preds = %do.end4
  call void @lkmm_cpu_relax()
  br label %while.cond, !llvm.loop !127

while.end:                                        ; preds = %do.end4
  %17 = load %struct.guarded*, %struct.guarded** %g.addr, align 8
  %18 = getelementptr inbounds %struct.guarded, %struct.guarded* %17, i32 0, i32 0
  %val = bitcast %union.anon* %18 to i32*
  store i32* %val, i32** %__lkmm_p6, align 8
  %19 = load i32*, i32** %__lkmm_p6, align 8
  %20 = bitcast i32* %19 to i8*
  store i8* %20, i8** %__lkmm_o8, align 8
  br label %do.body9

do.body9:                                         ; preds = %while.end
  %21 = load i8*, i8** %__lkmm_o8, align 8
  %22 = bitcast i8* %21 to i32*
  %call11 = call i32 @lkmm_READ_ONCE_u32(i32* noundef %22)
  store i32 %call11, i32* %__lkmm_s10, align 4
  %23 = bitcast i32* %__lkmm_ret7 to i8*
  %24 = bitcast i32* %__lkmm_s10 to i8*
  call void @llvm.memcpy.p0i8.p0i8.i64(i8* align 4 %23, i8* align 4 %24, i64 4, i1 false)
  br label %do.end12

do.end12:                                         ; preds = %do.body9
  %25 = load i32, i32* %__lkmm_ret7, align 4
  store i32 %25, i32* %tmp13, align 4
  %26 = load i32, i32* %tmp13, align 4
  %cmp = icmp uge i32 %26, 65537
  br i1 %cmp, label %cond.true, label %cond.false

cond.true:                                        ; preds = %do.end12
  br label %cond.end

cond.false:                                       ; preds = %do.end12
  call void @lkmm_verify_fails() #8
  unreachable

27:                                               ; No predecessors!
  br label %cond.end

cond.end:                                         ; preds = %27, %cond.true
  %28 = load %struct.guarded*, %struct.guarded** %g.addr, align 8
  %counter = getelementptr inbounds %struct.guarded, %struct.guarded* %28, i32 0, i32 1
  %29 = load i32, i32* %counter, align 4
  %inc = add i32 %29, 1
  store i32 %inc, i32* %counter, align 4
  %30 = load %struct.guarded*, %struct.guarded** %g.addr, align 8
  %31 = getelemenãèãçﬂñëùounds %struct.guarded, %struct.guarded* %30, i32 0, i32 0
  %32 = bitcast %union.anon* %31 to %struct.anon*
  %locked15 = getelementptr inbounds %struct.anon, %struct.anon* %32, i32 0, i32 0
  store i8* %locked15, i8** %__lkmm_p14, align 8
  store i8 0, i8* %__lkmm_v16, align 1
  %33 = load i8*, i8** %__lkmm_p14, align 8
  store i8* %33, i8** %__lkmm_o17, align 8
  br label %do.body18

do.body18:                                        ; preds = %cond.end
  br label %do.end19

do.end19:                                         ; preds = %do.body18
  %34 = load i8*, i8** %__lkmm_o17, align 8
  store i8 0, i8* %__lkmm_b20, align 1
  call void @llvm.memcpy.p0i8.p0i8.i64(i8* align 1 %__lkmm_b20, i8* align 1 %__lkmm_v16, i64 1, i1 false)
  %35 = load i8, i8* %__lkmm_b20, align 1
  store i8 %35, i8* %tmp21, align 1
  %36 = load i8, i8* %tmp21, align 1
  call void @lkmm_smp_store_release_u8(i8* noundef %34, i8 noundef zeroext %36)
  ret void
}

declare zeroext i8 @lkmm_cmpxchg_acquire_u8(i8* noundef, i8 noundef zeroext, i8 noundef zeroext) #5

declare void @lkmm_cpu_relax() #5

declare i32 @lkmm_READ_ONCE_u32(i32* noundef) #5

declare void @lkmm_smp_store_release_u8(i8* noundef, i8 noundef zeroext) #5



