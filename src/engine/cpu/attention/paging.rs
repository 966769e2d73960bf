//! Paged storage for the keys and values of sources. All pages have the same size, so that the
//! pages of finished sentences can be reused for new ones of any length.

use crate::engine::cpu::attention::PAGE;
use crate::engine::cpu::attention::kv_cell::Cached;
use crate::engine::cpu::attention::vnni_pages::{HeadPage, keep};
use crate::engine::cpu::precision::product::Rows;

/// The keys and values of a source at [`PAGE`] positions, in all layers of a decoder.
pub(crate) enum Page<T> {
    /// `[layers, PAGE, cells]`.
    Cells(Vec<T>),
    /// `[layers, heads]`.
    Heads(Vec<HeadPage>),
}

/// The part of a [`Page`] that belongs to one layer.
pub(crate) enum PageRef<'a, T> {
    Cells(&'a mut [T]),
    Heads(&'a mut [HeadPage]),
}

impl<T: Cached> Page<T> {
    pub(crate) fn new(layers: usize, width: usize, heads: usize) -> Self {
        match T::in_head_pages(width / heads) {
            true => Self::Heads(vec![HeadPage::EMPTY; layers * heads]),
            false => Self::Cells(vec![T::default(); layers * PAGE * T::cells(width, heads)]),
        }
    }

    /// The part that belongs to layer `layer` of `layers`.
    pub(crate) fn layer_mut(&mut self, layer: usize, layers: usize) -> PageRef<'_, T> {
        match self {
            Self::Cells(cells) => PageRef::Cells(part(cells, layer, layers)),
            Self::Heads(heads) => PageRef::Heads(part(heads, layer, layers)),
        }
    }

    /// The cells of one layer, where each layer has `size`; empty if the page holds heads.
    pub(crate) fn cells(&self, layer: usize, size: usize) -> &[T] {
        match self {
            Self::Cells(cells) => &cells[layer * size..(layer + 1) * size],
            Self::Heads(_) => &[],
        }
    }

    /// The heads of one layer, where each layer has `heads`; empty if the page holds cells.
    pub(crate) fn heads(&self, layer: usize, heads: usize) -> &[HeadPage] {
        match self {
            Self::Cells(_) => &[],
            Self::Heads(all) => &all[layer * heads..(layer + 1) * heads],
        }
    }
}

fn part<T>(of: &mut [T], number: usize, count: usize) -> &mut [T] {
    let size = of.len() / count;
    &mut of[number * size..(number + 1) * size]
}

/// Number of pages that a source of `length` positions fills.
pub(crate) fn pages(length: usize) -> usize {
    length.div_ceil(PAGE)
}

/// The place of each position of some sources, numbering the places of all pages in a row. Each
/// source begins on a new page.
pub(crate) fn places(sources: &[&[u32]]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut first = 0;
    for source in sources {
        places.extend(first..first + source.len());
        first += pages(source.len()) * PAGE;
    }
    places
}

/// A writer for the keys and values of some sources, one row per position, that stores them in
/// pages.
pub(crate) struct PageRows<'a, T> {
    /// The pages of the first source, then those of the next.
    pub(crate) pages: Vec<PageRef<'a, T>>,
    pub(crate) heads: usize,
    /// The place of each row, from [`places`].
    pub(crate) places: &'a [usize],
}

impl<T: Cached> Rows for PageRows<'_, T> {
    #[inline(always)]
    fn put(&mut self, row: usize, values: &[f32]) {
        let (page, at) = (self.places[row] / PAGE, self.places[row] % PAGE);
        match &mut self.pages[page] {
            PageRef::Cells(cells) => {
                let size = cells.len() / PAGE;
                T::keep(values, self.heads, &mut cells[at * size..(at + 1) * size]);
            }
            PageRef::Heads(page) => keep(page, at, values),
        }
    }
}
