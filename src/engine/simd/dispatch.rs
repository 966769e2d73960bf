//! Run-time dispatch: loops are compiled for three levels of instructions, and the best that the
//! processor has is called.

use std::sync::OnceLock;

/// A level of vector instructions that loops are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// The instructions that every processor of this architecture has.
    Plain,
    /// AVX2, FMA and BMI2.
    Avx2,
    /// AVX-512 F, BW, VL and DQ, besides AVX2, FMA and BMI2.
    Avx512,
}

/// The level to use on this processor: the best that it has, limited by `ATEN_CPU_CAPABILITY`,
/// which limits libtorch too.
pub(crate) fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(|| {
        let bound = match std::env::var("ATEN_CPU_CAPABILITY").as_deref() {
            Ok("default") => Level::Plain,
            Ok("avx2") => Level::Avx2,
            _ => Level::Avx512,
        };
        detected().min(bound)
    })
}

#[cfg(target_arch = "x86_64")]
fn detected() -> Level {
    let avx2 = is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("fma")
        && is_x86_feature_detected!("bmi2");
    let avx512 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512dq");
    match (avx2, avx512) {
        (true, true) => Level::Avx512,
        (true, false) => Level::Avx2,
        _ => Level::Plain,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detected() -> Level {
    Level::Plain
}

/// Defines the function `$name` from `$body`, an `#[inline(always)]` function that is compiled once
/// for each level; a call runs the version for this processor. With `Lanes` before its type
/// parameters, the body is also generic over the level's
/// [`Lanes`](crate::engine::simd::lanes::Lanes), and gets the
/// [`Has`](crate::engine::simd::lanes::Has) of it as its first argument.
macro_rules! dispatched {
    ($(#[$doc:meta])* $name:ident / $body:ident [ Lanes $(, $t:ident : $bound:path)* ] $($rest:tt)*) => {
        $crate::engine::simd::dispatch::dispatched! {
            @ $(#[$doc])* $name [ $($t : $bound),* ] $($rest)* {
                plain: $body::<$crate::engine::simd::lanes::Portable, $($t),*>
                    => $crate::engine::simd::lanes::Portable,
                avx2: $body::<$crate::engine::simd::lanes::Avx2, $($t),*>
                    => $crate::engine::simd::lanes::Avx2,
                avx512: $body::<$crate::engine::simd::lanes::Avx512, $($t),*>
                    => $crate::engine::simd::lanes::Avx512
            }
        }
    };
    (@ $(#[$doc:meta])* $name:ident [ $($t:ident : $bound:path),* ] ( $($arg:ident : $ty:ty),* $(,)? ) $(-> $ret:ty)? {
        plain: $plain:expr $(=> $portable:ty)?,
        avx2: $avx2:expr $(=> $in_avx2:ty)?,
        avx512: $avx512:expr $(=> $in_avx512:ty)?
    }) => {
        $(#[$doc])*
        pub(crate) fn $name<$($t: $bound),*>($($arg: $ty),*) $(-> $ret)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma,bmi2")]
                fn avx2<$($t: $bound),*>($($arg: $ty),*) $(-> $ret)? {
                    // SAFETY: this function enables the level's instructions, is called only if the
                    // processor has them, and inlines the body.
                    $avx2($(unsafe { $crate::engine::simd::lanes::Has::<$in_avx2>::assume() },)? $($arg),*)
                }
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,fma,bmi2")]
                fn avx512<$($t: $bound),*>($($arg: $ty),*) $(-> $ret)? {
                    // SAFETY: this function enables the level's instructions, is called only if the
                    // processor has them, and inlines the body.
                    $avx512($(unsafe { $crate::engine::simd::lanes::Has::<$in_avx512>::assume() },)? $($arg),*)
                }
                match $crate::engine::simd::dispatch::level() {
                    // SAFETY: the level says that the processor has these features.
                    $crate::engine::simd::dispatch::Level::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: the level says that the processor has these features.
                    $crate::engine::simd::dispatch::Level::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::engine::simd::dispatch::Level::Plain => {}
                }
            }
            $plain($($crate::engine::simd::lanes::Has::<$portable>::everywhere(),)? $($arg),*)
        }
    };
    ($(#[$doc:meta])* $name:ident / $body:ident [ $($t:ident : $bound:path),* ] $($rest:tt)*) => {
        $crate::engine::simd::dispatch::dispatched! {
            @ $(#[$doc])* $name [ $($t : $bound),* ] $($rest)* {
                plain: $body::<$($t),*>, avx2: $body::<$($t),*>, avx512: $body::<$($t),*>
            }
        }
    };
}
pub(crate) use dispatched;
