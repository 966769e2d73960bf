//! The M2M-100 family, with NLLB-200: fairseq's sinusoidal positions, pre-norm, language tokens.

use std::path::Path;

use super::Network;
use super::bart_like::{BartLike, Positions, Ways};
use super::languages::Languages;
use crate::model::ModelError;
use crate::model::checkpoint::fields::Fields;
use crate::model::regular_file::is_there;
use crate::model::tokenizer::sentencepiece::SentencePiece;
use crate::model::tokenizer::{FAIRSEQ, Kind, check_class, class, has_json, open_json};

/// The beginning of the class of SMaLL-100's tokenizer.
const SMALL_100: &str = "SMALL100";

/// The tokens that transformers uses if neither file names one.
pub(in crate::model) const TOKENS: &[(&str, u32)] = &[
    ("pad_token_id", 1),
    ("bos_token_id", 0),
    ("eos_token_id", 2),
    ("decoder_start_token_id", 2),
];

pub(super) const M2M_LANGUAGES: Languages = Languages {
    family: "M2M-100",
    tokens: || M2M_100.split(' ').map(m2m_100).collect(),
    token: |code| {
        let code = if code == "nb" { "no" } else { code };
        M2M_100.split(' ').find(|c| *c == code).map(m2m_100)
    },
};

pub(in crate::model) const NLLB_LANGUAGES: Languages = Languages {
    family: "NLLB-200",
    tokens: || NLLB_200.split(' ').map(str::to_owned).collect(),
    token: |code| {
        NLLB_BY_ISO
            .split(' ')
            .filter_map(|pair| pair.split_once('='))
            .find_map(|(iso, token)| (iso == code).then(|| token.to_owned()))
    },
};

pub(in crate::model) fn network(config: &Fields) -> Result<BartLike, ModelError> {
    BartLike::read(
        config,
        &Ways {
            norm_first: true,
            positions: Positions::Fairseq,
            normalize_embedding: false,
            scale_embedding: true,
            activation: "relu",
        },
    )
}

/// The languages of the checkpoint in a folder, whose tokenizer has these settings.
pub(super) fn languages(dir: &Path, settings: &Fields) -> Result<Languages, ModelError> {
    Ok(if is_m2m_100(dir, settings)? {
        M2M_LANGUAGES
    } else {
        NLLB_LANGUAGES
    })
}

/// The pieces without the language tokens, and the languages.
pub(super) fn pieces(dir: &Path, settings: &Fields) -> Result<(Kind, Languages), ModelError> {
    check_class(settings, &["M2M100", "Nllb", SMALL_100])?;
    if is_m2m_100(dir, settings)? {
        return Ok((Kind::of(SentencePiece::m2m_100(dir)?), M2M_LANGUAGES));
    }
    let kind = if has_json(dir)? {
        Kind::Json(open_json(dir)?)
    } else {
        let model = dir.join("sentencepiece.bpe.model");
        Kind::of(SentencePiece::shifted(&model, FAIRSEQ)?)
    };
    Ok((kind, NLLB_LANGUAGES))
}

/// Whether a checkpoint of the family is SMaLL-100, which was made of M2M-100 by leaving out most of the decoder, and
/// is told the target language before the text instead of in the output (Mohammadshahi et al. 2022,
/// "SMaLL-100: Introducing Shallow Multilingual Machine Translation Model for Low-Resource
/// Languages"). Copies of it name the tokenizer of M2M-100.
pub(super) fn is_small_100(settings: &Fields, network: &Network) -> bool {
    let layers = |network: &BartLike| (network.shape.encoder_layers, network.shape.decoder_layers);
    class(settings).is_some_and(|class| class.starts_with(SMALL_100))
        || network.bart_like().map(layers) == Some((12, 3))
}

/// Whether a checkpoint of the family is M2M-100.
fn is_m2m_100(dir: &Path, settings: &Fields) -> Result<bool, ModelError> {
    match class(settings) {
        Some(class) if class.starts_with("M2M100") => Ok(true),
        Some(class) if class.starts_with("Nllb") => Ok(false),
        _ => is_there(&dir.join("vocab.json")),
    }
}

fn m2m_100(code: &str) -> String {
    format!("__{code}__")
}

/// The languages, as transformers lists them in `tokenization_m2m_100.py`.
const M2M_100: &str = "\
    af am ar ast az ba be bg bn br bs ca ceb cs cy da de el en es et fa ff fi fr fy ga gd gl gu \
    ha he hi hr ht hu hy id ig ilo is it ja jv ka kk km kn ko lb lg ln lo lt lv mg mk ml mn mr \
    ms my ne nl no ns oc or pa pl ps pt ro ru sd si sk sl so sq sr ss su sv sw ta th tl tn tr uk \
    ur uz vi wo xh yi yo zh zu";

/// The languages, as transformers lists them in `tokenization_nllb.py`.
const NLLB_200: &str = "\
    ace_Arab ace_Latn acm_Arab acq_Arab aeb_Arab afr_Latn ajp_Arab aka_Latn amh_Ethi apc_Arab \
    arb_Arab ars_Arab ary_Arab arz_Arab asm_Beng ast_Latn awa_Deva ayr_Latn azb_Arab azj_Latn \
    bak_Cyrl bam_Latn ban_Latn bel_Cyrl bem_Latn ben_Beng bho_Deva bjn_Arab bjn_Latn bod_Tibt \
    bos_Latn bug_Latn bul_Cyrl cat_Latn ceb_Latn ces_Latn cjk_Latn ckb_Arab crh_Latn cym_Latn \
    dan_Latn deu_Latn dik_Latn dyu_Latn dzo_Tibt ell_Grek eng_Latn epo_Latn est_Latn eus_Latn \
    ewe_Latn fao_Latn pes_Arab fij_Latn fin_Latn fon_Latn fra_Latn fur_Latn fuv_Latn gla_Latn \
    gle_Latn glg_Latn grn_Latn guj_Gujr hat_Latn hau_Latn heb_Hebr hin_Deva hne_Deva hrv_Latn \
    hun_Latn hye_Armn ibo_Latn ilo_Latn ind_Latn isl_Latn ita_Latn jav_Latn jpn_Jpan kab_Latn \
    kac_Latn kam_Latn kan_Knda kas_Arab kas_Deva kat_Geor knc_Arab knc_Latn kaz_Cyrl kbp_Latn \
    kea_Latn khm_Khmr kik_Latn kin_Latn kir_Cyrl kmb_Latn kon_Latn kor_Hang kmr_Latn lao_Laoo \
    lvs_Latn lij_Latn lim_Latn lin_Latn lit_Latn lmo_Latn ltg_Latn ltz_Latn lua_Latn lug_Latn \
    luo_Latn lus_Latn mag_Deva mai_Deva mal_Mlym mar_Deva min_Latn mkd_Cyrl plt_Latn mlt_Latn \
    mni_Beng khk_Cyrl mos_Latn mri_Latn zsm_Latn mya_Mymr nld_Latn nno_Latn nob_Latn npi_Deva \
    nso_Latn nus_Latn nya_Latn oci_Latn gaz_Latn ory_Orya pag_Latn pan_Guru pap_Latn pol_Latn \
    por_Latn prs_Arab pbt_Arab quy_Latn ron_Latn run_Latn rus_Cyrl sag_Latn san_Deva sat_Beng \
    scn_Latn shn_Mymr sin_Sinh slk_Latn slv_Latn smo_Latn sna_Latn snd_Arab som_Latn sot_Latn \
    spa_Latn als_Latn srd_Latn srp_Cyrl ssw_Latn sun_Latn swe_Latn swh_Latn szl_Latn tam_Taml \
    tat_Cyrl tel_Telu tgk_Cyrl tgl_Latn tha_Thai tir_Ethi taq_Latn taq_Tfng tpi_Latn tsn_Latn \
    tso_Latn tuk_Latn tum_Latn tur_Latn twi_Latn tzm_Tfng uig_Arab ukr_Cyrl umb_Latn urd_Arab \
    uzn_Latn vec_Latn vie_Latn war_Latn wol_Latn xho_Latn ydd_Hebr yor_Latn yue_Hant zho_Hans \
    zho_Hant zul_Latn";

/// The written standard of each language with a two-letter code; Kurdish is Sorani, as in `text`.
const NLLB_BY_ISO: &str = "\
    af=afr_Latn ak=aka_Latn am=amh_Ethi ar=arb_Arab as=asm_Beng az=azj_Latn ba=bak_Cyrl \
    be=bel_Cyrl bg=bul_Cyrl bm=bam_Latn bn=ben_Beng bo=bod_Tibt bs=bos_Latn ca=cat_Latn \
    cs=ces_Latn cy=cym_Latn da=dan_Latn de=deu_Latn dz=dzo_Tibt ee=ewe_Latn el=ell_Grek \
    en=eng_Latn eo=epo_Latn es=spa_Latn et=est_Latn eu=eus_Latn fa=pes_Arab ff=fuv_Latn \
    fi=fin_Latn fj=fij_Latn fo=fao_Latn fr=fra_Latn ga=gle_Latn gd=gla_Latn gl=glg_Latn \
    gn=grn_Latn gu=guj_Gujr ha=hau_Latn he=heb_Hebr hi=hin_Deva hr=hrv_Latn ht=hat_Latn \
    hu=hun_Latn hy=hye_Armn id=ind_Latn ig=ibo_Latn is=isl_Latn it=ita_Latn ja=jpn_Jpan \
    jv=jav_Latn ka=kat_Geor kg=kon_Latn ki=kik_Latn kk=kaz_Cyrl km=khm_Khmr kn=kan_Knda \
    ko=kor_Hang ku=ckb_Arab ky=kir_Cyrl lb=ltz_Latn lg=lug_Latn li=lim_Latn ln=lin_Latn \
    lo=lao_Laoo lt=lit_Latn lv=lvs_Latn mg=plt_Latn mi=mri_Latn mk=mkd_Cyrl ml=mal_Mlym \
    mn=khk_Cyrl mr=mar_Deva ms=zsm_Latn mt=mlt_Latn my=mya_Mymr nb=nob_Latn ne=npi_Deva \
    nl=nld_Latn nn=nno_Latn no=nob_Latn ny=nya_Latn oc=oci_Latn om=gaz_Latn or=ory_Orya \
    pa=pan_Guru pl=pol_Latn ps=pbt_Arab pt=por_Latn qu=quy_Latn rn=run_Latn ro=ron_Latn \
    ru=rus_Cyrl rw=kin_Latn sa=san_Deva sc=srd_Latn sd=snd_Arab sg=sag_Latn si=sin_Sinh \
    sk=slk_Latn sl=slv_Latn sm=smo_Latn sn=sna_Latn so=som_Latn sq=als_Latn sr=srp_Cyrl \
    ss=ssw_Latn st=sot_Latn su=sun_Latn sv=swe_Latn sw=swh_Latn ta=tam_Taml te=tel_Telu \
    tg=tgk_Cyrl th=tha_Thai ti=tir_Ethi tk=tuk_Latn tl=tgl_Latn tn=tsn_Latn tr=tur_Latn \
    ts=tso_Latn tt=tat_Cyrl tw=twi_Latn ug=uig_Arab uk=ukr_Cyrl ur=urd_Arab uz=uzn_Latn \
    vi=vie_Latn wo=wol_Latn xh=xho_Latn yi=ydd_Hebr yo=yor_Latn zh=zho_Hans zu=zul_Latn";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_nllb_stands_for_one_of_its_tokens() {
        for pair in NLLB_BY_ISO.split(' ') {
            let token = pair.split_once('=').map(|(_, token)| token);
            assert!(NLLB_200.split(' ').any(|t| Some(t) == token), "{pair}");
        }
    }
}
