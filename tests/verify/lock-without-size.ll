; SPDX-License-Identifier: GPL-2.0 OR MIT
; A lock whose struct is not defined has no bytes: it overlaps the number behind it.
;
; expect 0: error: 'shared' has parts that overlap

%union.pthread_mutex_t = type { %struct.of_another_file }
%struct.counter = type { %union.pthread_mutex_t, i32 }

@shared = internal global %struct.counter zeroinitializer

define i32 @main() {
  %value = getelementptr %struct.counter, ptr @shared, i32 0, i32 1
  %first = load i32, ptr %value
  %more = add i32 %first, 1
  store i32 %more, ptr %value
  ret i32 0
}
