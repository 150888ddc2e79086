#include "core/engine/model/hooks.h"

namespace headwaters {

namespace {

QLatin1String hookText(Hook hook)
{
    switch (hook) {
    case Hook::Embed:
        return QLatin1String("hook_embed");
    case Hook::PosEmbed:
        return QLatin1String("hook_pos_embed");
    case Hook::ResidPre:
        return QLatin1String("hook_resid_pre");
    case Hook::Ln1Scale:
        return QLatin1String("ln1.hook_scale");
    case Hook::Ln1Normalized:
        return QLatin1String("ln1.hook_normalized");
    case Hook::Q:
        return QLatin1String("attn.hook_q");
    case Hook::K:
        return QLatin1String("attn.hook_k");
    case Hook::V:
        return QLatin1String("attn.hook_v");
    case Hook::Scores:
        return QLatin1String("attn.hook_attn_scores");
    case Hook::Pattern:
        return QLatin1String("attn.hook_pattern");
    case Hook::Z:
        return QLatin1String("attn.hook_z");
    case Hook::Result:
        return QLatin1String("attn.hook_result");
    case Hook::AttnOut:
        return QLatin1String("hook_attn_out");
    case Hook::ResidMid:
        return QLatin1String("hook_resid_mid");
    case Hook::Ln2Scale:
        return QLatin1String("ln2.hook_scale");
    case Hook::Ln2Normalized:
        return QLatin1String("ln2.hook_normalized");
    case Hook::MlpPre:
        return QLatin1String("mlp.hook_pre");
    case Hook::MlpPost:
        return QLatin1String("mlp.hook_post");
    case Hook::MlpOut:
        return QLatin1String("hook_mlp_out");
    case Hook::ResidPost:
        return QLatin1String("hook_resid_post");
    case Hook::FinalScale:
        return QLatin1String("ln_final.hook_scale");
    case Hook::FinalNormalized:
        return QLatin1String("ln_final.hook_normalized");
    case Hook::Logits:
        break;
    }
    return QLatin1String("logits");
}

} // namespace

QString HookPoint::name() const
{
    const QLatin1String text = hookText(hook);
    return layer < 0 ? QString(text) : QStringLiteral("blocks.%1.%2").arg(layer).arg(text);
}

std::vector<HookPoint> allHookPoints(int nLayers)
{
    std::vector<HookPoint> points{{Hook::Embed, -1}, {Hook::PosEmbed, -1}};
    for (int layer = 0; layer < nLayers; ++layer) {
        for (int hook = static_cast<int>(Hook::ResidPre); hook <= static_cast<int>(Hook::ResidPost); ++hook)
            points.push_back({static_cast<Hook>(hook), layer});
    }
    for (const Hook hook : {Hook::FinalScale, Hook::FinalNormalized, Hook::Logits})
        points.push_back({hook, -1});
    return points;
}

} // namespace headwaters
