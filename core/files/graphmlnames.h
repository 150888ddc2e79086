#pragma once

#include <QLatin1String>

namespace headwaters::graphmlnames {

// Attributes of the authors' files; `n_appearences` is spelt as there.
constexpr QLatin1String weight{"weight"};
constexpr QLatin1String type{"type"};
constexpr QLatin1String attention{"attn_weight"};
constexpr QLatin1String directions{"svs_used"};
constexpr QLatin1String colour{"color"};
constexpr QLatin1String appearances{"n_appearences"};
constexpr QLatin1String prompts{"prompts_appeared"};
constexpr QLatin1String firings{"nfiring"};
constexpr QLatin1String total{"total"};
constexpr QLatin1String count{"count"};
constexpr QLatin1String prompt{"prompt"};
constexpr QLatin1String sourceToken{"src_token"};
constexpr QLatin1String destinationToken{"dest_token"};
constexpr QLatin1String upstream{"upstream_node"};
constexpr QLatin1String downstream{"downstream_node"};
constexpr QLatin1String differences{"logit_diff"};
constexpr QLatin1String normWeight{"norm_weight"};
constexpr QLatin1String meanDifference{"abs_avg_logit_diff"};
// Of the view for Cytoscape.
constexpr QLatin1String x{"x"};
constexpr QLatin1String y{"y"};
constexpr QLatin1String shape{"shape"};
constexpr QLatin1String label{"label"};
constexpr QLatin1String background{"background_color"};
constexpr QLatin1String border{"border_color"};
// Our own, which other readers pass over.
constexpr QLatin1String destinationPosition{"dest_pos"};
constexpr QLatin1String sourcePosition{"src_pos"};
constexpr QLatin1String method{"method"};
constexpr QLatin1String graphs{"graphs"};
constexpr QLatin1String tokens{"tokens"};
constexpr QLatin1String settings{"settings"};
constexpr QLatin1String note{"note"};
constexpr QLatin1String nearTies{"near_ties"};
constexpr QLatin1String firingsTraced{"firings"};
constexpr QLatin1String provenance{"provenance"};

constexpr QLatin1String all[] = {
    weight,         type,        attention,        directions, colour,
    appearances,    prompts,     firings,          total,      count,
    prompt,         sourceToken, destinationToken, upstream,   downstream,
    differences,    normWeight,  meanDifference,   x,          y,
    shape,          label,       background,       border,     destinationPosition,
    sourcePosition, method,      graphs,           tokens,     settings,
    note,           nearTies,    firingsTraced,    provenance};

} // namespace headwaters::graphmlnames
