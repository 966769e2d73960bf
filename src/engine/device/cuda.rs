//! Loading CUDA at run time. libtorch's CUDA library is opened only when a GPU is asked for, so
//! that one program serves machines with and without a GPU.

use std::ffi::{OsString, c_int, c_uint};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use libloading::os::unix::{Library, RTLD_GLOBAL, RTLD_LAZY, RTLD_LOCAL, RTLD_NOW};

/// libtorch's CUDA library.
const LIBRARY: &str = "libtorch_cuda.so";
/// NVIDIA's driver.
const DRIVER: &str = "libcuda.so.1";
/// The variable that names the folder of [`LIBRARY`], or the file.
const VARIABLE: &str = "MUJAZ_LIBTORCH_CUDA";
/// `RTLD_NOLOAD` of Linux: succeeds only for a library that is already in the process.
const NO_LOAD: c_int = 4;

/// Whether [`VARIABLE`] names a CUDA library, and there is a driver for it. Without one the library,
/// which PyTorch brings to machines without a GPU too, would be loaded in vain.
pub(crate) fn can_be_tried() -> bool {
    variable(VARIABLE).is_some() && has_driver()
}

/// Number of CUDA devices, at least one. The first call loads libtorch's CUDA library.
///
/// # Errors
/// The reason, in words, why there are none.
pub(crate) fn devices() -> Result<usize, String> {
    static LOADED: OnceLock<Result<(), String>> = OnceLock::new();
    // libtorch remembers its first answer about CUDA, so the library must be loaded before anything
    // asks.
    LOADED
        .get_or_init(|| load().inspect(|()| attend_without_plans()))
        .clone()?;
    match usize::try_from(tch::Cuda::device_count()) {
        Ok(count) if count > 0 => Ok(count),
        _ if !has_driver() => Err(format!(
            "{LIBRARY} was found, but no NVIDIA driver ({DRIVER}) is installed"
        )),
        _ => Err(format!(
            "{LIBRARY} and an NVIDIA driver were found, but no device that they can use"
        )),
    }
}

/// Disables cuDNN's attention; `operators.cc` says why.
fn attend_without_plans() {
    unsafe extern "C" {
        fn mujaz_attend_without_plans();
    }
    // SAFETY: the function takes and returns nothing; it sets a flag of libtorch, before any model
    // runs on a GPU.
    unsafe { mujaz_attend_without_plans() }
}

/// Whether the device computes in bfloat16 (compute capability 8.0 or higher); `None` if the driver
/// does not say.
pub(crate) fn has_bf16(number: usize) -> Option<bool> {
    const CAPABILITY_MAJOR: c_int = 75;
    const AMPERE: c_int = 8;
    let (driver, device) = driver(number)?;
    let mut major = 0;
    // SAFETY: the signature is that of the driver's documented C interface, which writes one `int`
    // to `major`.
    let asked = unsafe {
        let attribute = driver
            .get::<unsafe extern "C" fn(*mut c_int, c_int, c_int) -> c_int>(b"cuDeviceGetAttribute")
            .ok()?;
        (*attribute)(&raw mut major, CAPABILITY_MAJOR, device) == 0
    };
    asked.then_some(major >= AMPERE)
}

/// The device's name and the bytes of its memory; `None` if the driver does not say.
pub(crate) fn properties(number: usize) -> Option<(String, u64)> {
    const LONGEST: usize = 256;
    let (driver, device) = driver(number)?;
    let (mut name, mut bytes) = ([0u8; LONGEST], 0usize);
    // SAFETY: the signatures are those of the driver's documented C interface. It writes at most
    // `LONGEST` bytes of name, ending with a zero, and one `size_t`.
    let asked = unsafe {
        let get_name = driver
            .get::<unsafe extern "C" fn(*mut u8, c_int, c_int) -> c_int>(b"cuDeviceGetName")
            .ok()?;
        let get_memory = driver
            .get::<unsafe extern "C" fn(*mut usize, c_int) -> c_int>(b"cuDeviceTotalMem_v2")
            .ok()?;
        (*get_name)(name.as_mut_ptr(), LONGEST as c_int, device) == 0
            && (*get_memory)(&raw mut bytes, device) == 0
    };
    let name = std::ffi::CStr::from_bytes_until_nul(&name).ok()?;
    asked.then(|| (name.to_string_lossy().into_owned(), bytes as u64))
}

/// NVIDIA's driver, initialised, and its handle of a device.
fn driver(number: usize) -> Option<(std::mem::ManuallyDrop<Library>, c_int)> {
    let number = c_int::try_from(number).ok()?;
    // SAFETY: loading the driver runs only its own initialisers, and it is never unloaded, since
    // libtorch goes on using it. The signatures are those of its documented C interface, which
    // writes one `int` to `device`.
    unsafe {
        let driver = Library::open(Some(DRIVER), RTLD_LAZY | RTLD_LOCAL).ok()?;
        let driver = std::mem::ManuallyDrop::new(driver);
        let init = driver
            .get::<unsafe extern "C" fn(c_uint) -> c_int>(b"cuInit")
            .ok()?;
        let get = driver
            .get::<unsafe extern "C" fn(*mut c_int, c_int) -> c_int>(b"cuDeviceGet")
            .ok()?;
        let mut device = 0;
        let found = (*init)(0) == 0 && (*get)(&raw mut device, number) == 0;
        found.then_some((driver, device))
    }
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn has_driver() -> bool {
    // SAFETY: loading the driver runs only its own initialisers. Dropping this handle unloads it
    // only if nothing else in the process has opened it.
    unsafe { Library::open(Some(DRIVER), RTLD_LAZY | RTLD_LOCAL) }.is_ok()
}

fn load() -> Result<(), String> {
    // SAFETY: with `RTLD_NOLOAD` nothing is loaded, so no initialiser runs.
    if unsafe { Library::open(Some(LIBRARY), RTLD_NOW | NO_LOAD) }.is_ok() {
        return Ok(());
    }
    if let Some(place) = variable(VARIABLE) {
        let place = PathBuf::from(place);
        let file = if place.is_dir() {
            place.join(LIBRARY)
        } else {
            place
        };
        return open(&file).map_err(|reason| {
            format!(
                "{VARIABLE} names {}, which cannot be loaded ({reason})",
                file.display()
            )
        });
    }
    let beside = variable("LIBTORCH").map(|dir| Path::new(&dir).join("lib").join(LIBRARY));
    if let Some(file) = beside.filter(|file| file.is_file()) {
        return open(&file)
            .map_err(|reason| format!("{} cannot be loaded ({reason})", file.display()));
    }
    open(Path::new(LIBRARY)).map_err(|reason| {
        format!(
            "{LIBRARY} was found neither through {VARIABLE}, nor in $LIBTORCH/lib, nor by the \
             system's loader ({reason})"
        )
    })
}

fn open(file: &Path) -> Result<(), String> {
    // SAFETY: the initialisers of libtorch's library only register its operators. The handle is
    // forgotten, so that the library is never unloaded.
    match unsafe { Library::open(Some(file), RTLD_NOW | RTLD_GLOBAL) } {
        Ok(library) => {
            std::mem::forget(library);
            Ok(())
        }
        Err(error) => Err(std::error::Error::source(&error)
            .map_or_else(|| error.to_string(), ToString::to_string)),
    }
}
