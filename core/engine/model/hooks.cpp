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
    case Hook::RotQ:
        return QLatin1String("attn.hook_rot_q");
    case Hook::RotK:
        return QLatin1String("attn.hook_rot_k");
    case Hook::Scores:
        return QLatin1String("attn.hook_attn_scores");
    case Hook::Pattern:
        return QLatin1String("attn.hook_pattern");
    case Hook::Z:
        return QLatin1String("attn.hook_z");
    case Hook::Result:
        return QLatin1String("attn.hook_result");
    case Hook::Ln1PostScale:
        return QLatin1String("ln1_post.hook_scale");
    case Hook::Ln1PostNormalized:
        return QLatin1String("ln1_post.hook_normalized");
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
    case Hook::MlpPreLinear:
        return QLatin1String("mlp.hook_pre_linear");
    case Hook::MlpPost:
        return QLatin1String("mlp.hook_post");
    case Hook::Ln2PostScale:
        return QLatin1String("ln2_post.hook_scale");
    case Hook::Ln2PostNormalized:
        return QLatin1String("ln2_post.hook_normalized");
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

bool hasHook(const ModelConfig& config, Hook hook)
{
    switch (hook) {
    case Hook::PosEmbed:
        return !config.rotary.isUsed();
    case Hook::RotQ:
    case Hook::RotK:
        return config.rotary.isUsed();
    case Hook::Ln1PostScale:
    case Hook::Ln1PostNormalized:
    case Hook::Ln2PostScale:
    case Hook::Ln2PostNormalized:
        return config.normsAfter;
    case Hook::ResidMid:
        return !config.parallelResidual;
    case Hook::MlpPreLinear:
        return config.gatedMlp;
    default:
        return true;
    }
}

} // namespace

QString HookPoint::name() const
{
    const QLatin1String text = hookText(hook);
    return layer < 0 ? QString(text) : QStringLiteral("blocks.%1.%2").arg(layer).arg(text);
}

std::vector<HookPoint> allHookPoints(const ModelConfig& config)
{
    std::vector<HookPoint> points;
    const auto add = [&](Hook first, Hook last, int layer) {
        for (int hook = static_cast<int>(first); hook <= static_cast<int>(last); ++hook) {
            if (hasHook(config, static_cast<Hook>(hook)))
                points.push_back({static_cast<Hook>(hook), layer});
        }
    };
    add(Hook::Embed, Hook::PosEmbed, -1);
    for (int layer = 0; layer < static_cast<int>(config.nLayers); ++layer)
        add(Hook::ResidPre, Hook::ResidPost, layer);
    add(Hook::FinalScale, Hook::Logits, -1);
    return points;
}

} // namespace headwaters
