greeting = مرحبًا،

reset-title = إعادة تعيين كلمة المرور
reset-asked = طلب شخص ما، وغالبًا أنت، إعادة تعيين كلمة المرور لحسابك في { $place }.
reset-code = رمزك هو
reset-code-second = أو استخدم الرمز. رمزك هو
reset-code-use = أدخله حيث طلبته، ثم اختر كلمة مرور جديدة.
reset-code-ends = الرمز صالح لمدة { $lasts }، حتى { $date } الساعة { $time } (UTC).
reset-link = افتح هذه الصفحة لاختيار كلمة مرور جديدة:
reset-link-second = أو افتح هذه الصفحة لاختيار كلمة مرور جديدة:
reset-link-button = اختيار كلمة مرور جديدة
reset-link-ends = الرابط صالح لمدة { $lasts }، حتى { $date } الساعة { $time } (UTC).
reset-keep-code = كل من لديه هذا الرمز يستطيع تعيين كلمة مرور جديدة لحسابك. لا تشاركه مع أحد.
reset-keep-both = كل من لديه الرمز أو الرابط يستطيع تعيين كلمة مرور جديدة لحسابك. لا تشاركهما مع أحد.
reset-nobody-asks = لن يطلبه منك أحد، لا بالبريد الإلكتروني ولا بالهاتف، ولن نطلبه نحن أيضًا.
reset-not-you = إذا لم تطلب ذلك، فلا تفعل شيئًا: ستبقى كلمة مرورك كما هي.

asked-at = قُدِّم الطلب في { $date } الساعة { $time } (UTC).
asked-from = قُدِّم الطلب في { $date } الساعة { $time } (UTC) من الشبكة { $network }.
reference = الرقم المرجعي: { $reference }

changed-title = تم تغيير كلمة مرورك
changed-when = تم تغيير كلمة المرور لحسابك في { $place } بتاريخ { $date } الساعة { $time } (UTC).
changed-by-you = إذا كنت أنت من غيّرها، فلا حاجة إلى فعل أي شيء.
changed-not-you = إذا لم تكن أنت، فربما يقرأ شخص ما بريدك. أمِّن صندوق بريدك أولًا بتغيير كلمة مروره، ثم أعد تعيين كلمة المرور لحسابك مرة أخرى، وأبلغ القائمين على { $place }.
changed-no-code = لا تحتوي هذه الرسالة على رمز ولا رابط. لن يطلب منك أحد رمزًا، لا بالبريد الإلكتروني ولا بالهاتف.

test-title = رسالة تجريبية
test-body = هذه رسالة تجريبية من خدمة { $place }. طلبها مشغّل الخدمة، وهي تثبت أن الرسائل تصل إلى هذا الصندوق. لا تحتوي على رمز، ولا حاجة إلى فعل أي شيء.

span-seconds = { $count ->
    [zero] { $count } ثانية
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $count } ثوانٍ
    [many] { $count } ثانية
   *[other] { $count } ثانية
}
span-minutes = { $count ->
    [zero] { $count } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
span-hours = { $count ->
    [zero] { $count } ساعة
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
span-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
