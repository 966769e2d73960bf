"""Words that carry grammar rather than content, as they are written.

The lists are those of src/text/languages/*/function_words.rs. The Arabic ones are folded before they are compared.
"""

ENGLISH = """
    a about above after again against all almost along already also although always am among amid an and another any
    are around as at away back be became because become becomes been before being below between both but by came can
    come could did do does doing done down during each either else even ever every few for from further get gets got
    had has have having he her here hers herself him himself his how however i if in into is it its itself just
    least less let like made make makes making many may me meanwhile might more most much must my near neither no
    nor not now of off often on once one only onto or other others our ours out over own part per perhaps put quite
    rather really s said same say says shall she should since so some still such than that the their them themselves
    then there therefore these they thing things this those though through thus till to together too toward towards
    under until up upon us use used using very was way we well were what when where whether which while who whole
    whom whose why will with within without would yet you your yours t ll ve re d m mr mrs ms
""".split()

ARABIC = """
    و ف ب ل ك في من على عن إلى الى مع هذا هذه ذلك تلك هؤلاء التي الذي الذين اللذين اللتين اللواتي أن إن ان لكن لكنه
    لكنها ولكن كان كانت يكون تكون كانوا يكونوا سيكون ستكون ليس ليست لم لن لا ما قد لقد هو هي هم هما هن أنا نحن أنت
    كل بعض أي أية أو ثم بل كما حيث حتى إذا اذا إذ لو لولا عند عندما بعد قبل بين خلال حول دون ضد منذ حين بينما فيما
    مما عما كيف لماذا متى أين هنا هناك هنالك أيضا ايضا فقط جدا غير سوى مثل نحو لدى لديه لديها لديهم لها له لهم لنا
    به بها بهم بهذا بهذه فيه فيها فيهم منه منها منهم عليه عليها عليهم إليه إليها إليهم عنه عنها عنهم معه معها أنه
    أنها أنهم إنه إنها إنهم لأن لأنه لأنها بأن بأنه بأنها وأن كذلك وذلك بذلك لذلك كلما أكثر أقل يتم تم وقد فقد وهو
    وهي وكان وكانت ولم ولا وفي ومن وعلى وإن فإن ذات ذو ذي إلا أما إما لما ومع عبر ضمن داخل خارج قام قامت يقوم تقوم
    قال قالت يقول تقول وقال وقالت أحد إحدى مختلف نفس بعضها بعضهم كانا هل يا أمام وراء فوق تحت عدة عدد يمكن يجب ينبغي
    جميع كافة عملية شكل بشكل كبير حالة طريق طريقة مجموعة
""".split()
