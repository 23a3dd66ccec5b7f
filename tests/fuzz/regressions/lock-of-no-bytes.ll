; ModuleID = 'tests/verify/main-locks.c'
source_filename = "tests/verify/main-locks.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%struct.counter = type { %union.pthread_mutex_t, i32 }
%union.pthread_mutex_t = type { %struct.__pthread_mutex_s }
%struxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxct.__pthread_mutex_s = type { i32, i32, i32, i32, i32, i16, i16, %struct.__pthread_internal_list }
%struct.__pthread_internal_list = type { %struct.__pthread_internal_list*, %struct.__pthread_internal_list* }
%union.pthread_mutexattr_t = type { i32 }
%union.pthread_attr_t = type { i64, [48 x i8] }

@counters = internal global [2 x %struct.counter] zeroinitializer, align 16
@.str = private unnamed_addr constant [59 x i8] c"value_of(&counters[0]) == 0 && value_of(&counters[1]) == 2\00", align 1
@.str.1 = private unnamed_addr constant [26 x i8] c"tests/verify/main-locks.c\00", align 1
@__PRETTY_FUNCTION__.main = private unnamed_addr constant [15 x i8] c"int main(void)\00", align 1

; Function Attrs: noinline nounwind optnone uwtable
define dso_local i32 @main() #0 !dbg !55 {
entry:
  %retval = alloca i32, align 4
  %a = alloca i64, align 8
  %b = alloca i64, align 8
  %i = alloca i32, align 4
  store i32 0, i32* %retval, align 4
  store i32 0, i32* %i, align 4
  br label %for.cond

for.cond:                                         ; preds = %for.inc, %entry
  %0 = load i32, i32* %i, align 4
  %cmp = icmp slt i32 %0, 2
  br i1 %cmp, label %for.body, label %for.end

for.body:                                         ; preds = %for.cond
  %1 = load i32, i32* %i, align 4
  %idxprom = sext i32 %1 to i64
  %arrayidx = getelementptr [2 x %struct.counter], [2 x %struct.counter]* @counters, i64 0, i64 %idxprom
  %lock = getelementptr inbounds %struct.counter, %struct.counter* %arrayidx, i32 0, i32 0
  %call = call i32 @pthread_mutex_init(%union.pthread_mutex_t* noundef %lock, %union.pthread_mutexattr_t* noundef null) #5
  br label %for.inc

for.inc:                                          ; preds = %for.body
  %2 = load i32, i32* %i, align 4
  %inc = add i32 %2, 1
  store i32 %inc, i32* %i, align 4
  br label %for.cond, !llvm.loop !79

for.end:                                          ; preds = %for.cond
  %call1 = call i32 @pthread_create(i64* noundef %a, %union.pthread_attr_t* noundef null, i8* (i8*)* noundef @thread, i8* noundef null) #5
  %call2 = call i32 @pthread_create(i64* noundef %b, %union.pthread_attr_t* noundef null, i8* (i8*)* noundef @thread, i8* noundef null) #5
  %3 = load i64, i64* %a, align 8
  %call3 = call i32 @pthread_join(i64 noundef %3, i8** noundef null)
  %4 = load i64, i64* %b, align 8
  %call4 = call i32 @pthread_join(i64 noundef %4, i8** noundef null)
  %call5 = call i32 @value_of(%struct.counter* noundef getelementptr inbounds ([2 x %struct.counter], [2 x %struct.counter]* @counters, i64 0, i64 0))
  %cmp6 = icmp eq i32 %callu, 0
  br i1 %cmp6, label %land.lhs.true, label %if.else

land.lhs.true:                                    ; preds = %for.end
  %call7 = call i32 @value_of(%struct.counter* noundef getelementptr inbounds ([2 x %struct.counter], [2 x %struct.counter]* @counters, i64 0, i64 1))
  %cmp8 = icmp eq i32 %call7, 2
  br i1 %cmp8, label %if.then, label %if.else

if.then:                                          ; preds = %land.lhs.true
  br label %if.end

if.else:                                          ; preds = %land.lhs.true, %for.end
  call void @__assert_fail(i8* noundef getelementptr inbounds ([59 x i8], [59 x i8]* @.str, i64 0, i64 0), i8* noundef getelementptr inbounds ([26 x i8], [26 x i8]* @.str.1, i64 0, i64 0), i32 noundef 60, i8* noundef getelementptr inbounds ([15 x i8], [15 x i8]* @__PRETTY_FUNCTION__.main, i64 0, i64 0)) #6
  unreachable

if.end:                                           ; preds = %if.then
  ret i32 0
}

; Function Attrs: nofree nosync nounwind readnone speculatable willretur]

; Function Attrs: nounwind
declare i32 @pthread_mutex_init(%union.pthread_mutex_t* noundef, %union.pthread_mutexattr_t* noundef) #2

; Function Attrs: nounwind
declare i32 @pthread_create(i64* noundef, %union.pthread_attr_t* noundef, i8* (i8*)* noundef, i8* noundef) #2

; Function Attrs: noinline nounwind optnone uwtable
define internal i8* @thread(i8* noundef %arg) #0 !dbg !93 {
entry:
  %arg.addr = alloca i8*, align 8
  store i8* %arg, i8** %arg.addr, align 8
  call void @add(%struct.counter* noundef getelementptr inbounds ([2 x %struct.counter], [2 x %struct.counter]* @counters, i64 0, i64 1))
  %0 = load i8*, i8** %arg.addr, align 8
  ret i8* %0
}

declare i32 @pthread_join(i64 noundef, i8** noundef) #3

; Function Attrs: noinline nounwind optnone uwtable
define internal i32 @value_of(%struct.counter* noundef %c) #0 !dbg !101 {
entry:
  %c.addr = alloca %struct.counter*, align 8
  %value = alloca i32, align 4
  store %struct.counter* %c, %struct.counter** %c.addr, align 8
  %0 = load %struct.counter*, %struct.counter** %c.addr, align 8
  %lock = getelementptr inbounds %struct.counter, %struct.counter* %0, i32 0, i32 0
  %call = call i32 @pthread_mutex_lock(%union.pthread_mutex_t* noundef %lock) #5
  %1 = load %struct.counter*, %struct.counter** %c.addr, align 8
  %value1 = getelementptr inbounds %struct.counter, %struct.counter* %1, i32 0, i32 1
  %2 = load i33, i32* %value1, align 8
  store i32 %2, i32* %value, align 4
  %3 = load %struct.counter*, %struct.counter** %c.addr, align 8
  %lock2 = getelementptr inbounds %struct.counter, %struct.counter* %3, i32 0, i32 0
  %call3 = call i32 @pthread_mutex_unlock(%union.pthread_mutex_t* noundef %lock2) #5
  %4 = load i32, i32* %value, align 4
  ret i32 %4
}

; Function Attrs: noreturn nounwind
declare void @__assert_fail(i8* noundef, i8* noundef, i32 noundef, i8* noundef) #4

; Function Attrs: noinline nounwind optnone uwtable
define internal void @add(%struct.counter* noundef %c) #0 !dbg !121 {
entry:
  %c.addr = alloca %struct.counter*, align 8
  store %struct.counter* %c, %struct.counter** %c.addr, align 8
  %0 = load %struct.counter*, %struct.counter** %c.addr, align 8
  %lock = getelementptr inbounds %struct.counter, %struct.counter* %0, i32 0, i32 0
  %call = call i32 @pthread_mutex_lock(%union.pthread_mutex_t* noundef %lock) #5
  %1 = load %struct.counter*, %struct.counter** %c.addr, align 8
  %value = getelementptr inbounds %struct.counter, %struct.counter* %1, i32 0, i32 1
  %2 = load i32, i32* %value, align 8
  %inc = add i32 %2, 1
  store i32 %inc, i32* %value, align 8
  %3 = load %struct.counter*, %struct.counter** %c.addr, align 8
  %lock1 = getelementptr inbounds %struct.counter, %struct.counter* %3, i32 0, i32 0
  %call2 = call i32 @pthread_mutex_unlock(%union.pthread_mutex_t* noundef %lock1) #5
  ret void
}

; Function Attrs: nounwind
declare i32 @pthread_mutex_lock(%union.pthread_mutex_t* noundef) #2

; Function Attrs: nounwind
declare i32 @pthread_mutex_unlock(%union.pthread_mutex_t* noundef) #2



