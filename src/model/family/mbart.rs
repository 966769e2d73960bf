//! The mBART-50 family: learned positions, pre-norm, language tokens.

use std::path::Path;

use super::bart_like::{BartLike, Positions, Ways};
use super::languages::Languages;
use crate::model::ModelError;
use crate::model::checkpoint::fields::Fields;
use crate::model::regular_file::is_there;
use crate::model::tokenizer::sentencepiece::SentencePiece;
use crate::model::tokenizer::{FAIRSEQ, Kind, check_class, has_json, open_json};

/// The tokens that transformers uses if neither file names one.
pub(in crate::model) const TOKENS: &[(&str, u32)] = &[
    ("pad_token_id", 1),
    ("bos_token_id", 0),
    ("eos_token_id", 2),
    ("forced_eos_token_id", 2),
];

pub(super) const LANGUAGES: Languages = Languages {
    family: "mBART-50",
    tokens,
    token,
};

pub(in crate::model) fn network(config: &Fields) -> Result<BartLike, ModelError> {
    BartLike::read(
        config,
        &Ways {
            norm_first: true,
            positions: Positions::Learned { unused: 2 },
            normalize_embedding: true,
            scale_embedding: false,
            activation: "gelu",
        },
    )
}

/// The pieces without the language tokens.
pub(super) fn pieces(dir: &Path, settings: &Fields) -> Result<Kind, ModelError> {
    check_class(settings, &["MBart50"])?;
    let model = dir.join("sentencepiece.bpe.model");
    if has_json(dir)? && !is_there(&model)? {
        Ok(Kind::Json(open_json(dir)?))
    } else {
        Ok(Kind::of(SentencePiece::shifted(&model, FAIRSEQ)?))
    }
}

fn tokens() -> Vec<String> {
    MBART_50.split(' ').map(str::to_owned).collect()
}

fn token(code: &str) -> Option<String> {
    MBART_50
        .split(' ')
        .find(|token| token.split_once('_').is_some_and(|(iso, _)| iso == code))
        .map(str::to_owned)
}

/// The languages, as transformers lists them in `tokenization_mbart50.py`.
const MBART_50: &str = "\
    ar_AR cs_CZ de_DE en_XX es_XX et_EE fi_FI fr_XX gu_IN hi_IN it_IT ja_XX kk_KZ ko_KR lt_LT \
    lv_LV my_MM ne_NP nl_XX ro_RO ru_RU si_LK tr_TR vi_VN zh_CN af_ZA az_AZ bn_IN fa_IR he_IL \
    hr_HR id_ID ka_GE km_KH mk_MK ml_IN mn_MN mr_IN pl_PL ps_AF pt_XX sv_SE sw_KE ta_IN te_IN \
    th_TH tl_XX uk_UA ur_PK xh_ZA gl_ES sl_SI";
