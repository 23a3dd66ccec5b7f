// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The kernel's errors, as rust/kernel/error.rs has them: numbers that an Err() holds.

/// rust/kernel/error.rs
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    EPERM = -1,
    ENOENT = -2,
    ESRCH = -3,
    EINTR = -4,
    EIO = -5,
    ENXIO = -6,
    E2BIG = -7,
    ENOEXEC = -8,
    EBADF = -9,
    ECHILD = -10,
    EAGAIN = -11,
    ENOMEM = -12,
    EACCES = -13,
    EFAULT = -14,
    ENOTBLK = -15,
    EBUSY = -16,
    EEXIST = -17,
    EXDEV = -18,
    ENODEV = -19,
    ENOTDIR = -20,
    EISDIR = -21,
    EINVAL = -22,
    ENFILE = -23,
    EMFILE = -24,
    ENOTTY = -25,
    ETXTBSY = -26,
    EFBIG = -27,
    ENOSPC = -28,
    ESPIPE = -29,
    EROFS = -30,
    EMLINK = -31,
    EPIPE = -32,
    EDOM = -33,
    ERANGE = -34,
    EBADMSG = -74,
    EOVERFLOW = -75,
    EOPNOTSUPP = -95,
    ETIMEDOUT = -110,
    EALREADY = -114,
    EINPROGRESS = -115,
    ESTALE = -116,
    ECANCELED = -125,
    ERESTARTSYS = -512,
    EPROBE_DEFER = -517,
    ENOTSUPP = -524,
}

/// core::num::TryFromIntError, of try_from()
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TryFromIntError;

impl From<TryFromIntError> for Error {
    fn from(_: TryFromIntError) -> Error {
        Error::EINVAL
    }
}

impl Error {
    /// Error::to_errno()
    pub const fn to_errno(self) -> i32 {
        self as i32
    }
}

pub const EPERM: Error = Error::EPERM;
pub const ENOENT: Error = Error::ENOENT;
pub const ESRCH: Error = Error::ESRCH;
pub const EINTR: Error = Error::EINTR;
pub const EIO: Error = Error::EIO;
pub const ENXIO: Error = Error::ENXIO;
pub const E2BIG: Error = Error::E2BIG;
pub const ENOEXEC: Error = Error::ENOEXEC;
pub const EBADF: Error = Error::EBADF;
pub const ECHILD: Error = Error::ECHILD;
pub const EAGAIN: Error = Error::EAGAIN;
pub const ENOMEM: Error = Error::ENOMEM;
pub const EACCES: Error = Error::EACCES;
pub const EFAULT: Error = Error::EFAULT;
pub const ENOTBLK: Error = Error::ENOTBLK;
pub const EBUSY: Error = Error::EBUSY;
pub const EEXIST: Error = Error::EEXIST;
pub const EXDEV: Error = Error::EXDEV;
pub const ENODEV: Error = Error::ENODEV;
pub const ENOTDIR: Error = Error::ENOTDIR;
pub const EISDIR: Error = Error::EISDIR;
pub const EINVAL: Error = Error::EINVAL;
pub const ENFILE: Error = Error::ENFILE;
pub const EMFILE: Error = Error::EMFILE;
pub const ENOTTY: Error = Error::ENOTTY;
pub const ETXTBSY: Error = Error::ETXTBSY;
pub const EFBIG: Error = Error::EFBIG;
pub const ENOSPC: Error = Error::ENOSPC;
pub const ESPIPE: Error = Error::ESPIPE;
pub const EROFS: Error = Error::EROFS;
pub const EMLINK: Error = Error::EMLINK;
pub const EPIPE: Error = Error::EPIPE;
pub const EDOM: Error = Error::EDOM;
pub const ERANGE: Error = Error::ERANGE;
pub const EBADMSG: Error = Error::EBADMSG;
pub const EOVERFLOW: Error = Error::EOVERFLOW;
pub const EOPNOTSUPP: Error = Error::EOPNOTSUPP;
pub const ETIMEDOUT: Error = Error::ETIMEDOUT;
pub const EALREADY: Error = Error::EALREADY;
pub const EINPROGRESS: Error = Error::EINPROGRESS;
pub const ESTALE: Error = Error::ESTALE;
pub const ECANCELED: Error = Error::ECANCELED;
pub const ERESTARTSYS: Error = Error::ERESTARTSYS;
pub const EPROBE_DEFER: Error = Error::EPROBE_DEFER;
pub const ENOTSUPP: Error = Error::ENOTSUPP;
