use crate::text::Language;
