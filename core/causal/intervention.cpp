#include "core/causal/intervention.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

struct SiteText {
    QString key;
    QString hook; ///< behind `blocks.L.`
    QString name;
};

const std::array<SiteText, causalSiteCount>& siteTexts()
{
    static const std::array<SiteText, causalSiteCount> texts{{
        {u"z"_s, u"attn.hook_z"_s, u"Head output z"_s},
        {u"q"_s, u"attn.hook_q"_s, u"Query q"_s},
        {u"k"_s, u"attn.hook_k"_s, u"Key k"_s},
        {u"v"_s, u"attn.hook_v"_s, u"Value v"_s},
        {u"scores"_s, u"attn.hook_attn_scores"_s, u"Attention score"_s},
        {u"pattern"_s, u"attn.hook_pattern"_s, u"Attention pattern"_s},
        {u"resid_pre"_s, u"hook_resid_pre"_s, u"Residual before"_s},
        {u"attn_out"_s, u"hook_attn_out"_s, u"Attention output"_s},
        {u"mlp_out"_s, u"hook_mlp_out"_s, u"MLP output"_s},
        {u"resid_post"_s, u"hook_resid_post"_s, u"Residual after"_s},
    }};
    return texts;
}

struct OperationText {
    QString key;
    QString name;
};

const std::array<OperationText, causalOperationCount>& operationTexts()
{
    static const std::array<OperationText, causalOperationCount> texts{{
        {u"zero"_s, u"Zero"_s},
        {u"mean"_s, u"Mean by position"_s},
        {u"mean-all"_s, u"Mean over all"_s},
        {u"patch"_s, u"Patch"_s},
        {u"add"_s, u"Add direction"_s},
        {u"project-out"_s, u"Project out"_s},
        {u"scale"_s, u"Scale edge"_s},
        {u"add-to-score"_s, u"Add to edge"_s},
        {u"knock-out"_s, u"Knock out edge"_s},
        {u"direct-path"_s, u"Direct path"_s},
        {u"path"_s, u"Path to head"_s},
    }};
    return texts;
}

template <typename Texts> std::optional<int> placeOfKey(const Texts& texts, const QString& key)
{
    const auto found =
        std::find_if(texts.begin(), texts.end(), [&key](const auto& text) { return text.key == key; });
    return found == texts.end() ? std::nullopt : std::optional(static_cast<int>(found - texts.begin()));
}

} // namespace

QString siteKey(CausalSite site)
{
    return siteTexts()[static_cast<std::size_t>(site)].key;
}

std::optional<CausalSite> siteOfKey(const QString& key)
{
    const std::optional<int> place = placeOfKey(siteTexts(), key);
    return place ? std::optional(static_cast<CausalSite>(*place)) : std::nullopt;
}

QString siteName(CausalSite site)
{
    return siteTexts()[static_cast<std::size_t>(site)].name;
}

QString siteHookName(CausalSite site, int layer)
{
    return u"blocks.%1.%2"_s.arg(layer).arg(siteTexts()[static_cast<std::size_t>(site)].hook);
}

bool isPerHead(CausalSite site)
{
    return site <= CausalSite::Pattern;
}

bool isPerEdge(CausalSite site)
{
    return site == CausalSite::Scores || site == CausalSite::Pattern;
}

QString operationKey(CausalOperation operation)
{
    return operationTexts()[static_cast<std::size_t>(operation)].key;
}

std::optional<CausalOperation> operationOfKey(const QString& key)
{
    const std::optional<int> place = placeOfKey(operationTexts(), key);
    return place ? std::optional(static_cast<CausalOperation>(*place)) : std::nullopt;
}

QString operationName(CausalOperation operation)
{
    return operationTexts()[static_cast<std::size_t>(operation)].name;
}

bool isPathOperation(CausalOperation operation)
{
    return operation == CausalOperation::DirectPath || operation == CausalOperation::Path;
}

bool isEdgeOperation(CausalOperation operation)
{
    return operation == CausalOperation::Scale || operation == CausalOperation::AddToScore
        || operation == CausalOperation::KnockOut;
}

bool isDirectionOperation(CausalOperation operation)
{
    return operation == CausalOperation::Add || operation == CausalOperation::ProjectOut;
}

bool fits(CausalOperation operation, CausalSite site)
{
    if (isPathOperation(operation))
        return site == CausalSite::Z;
    if (isEdgeOperation(operation))
        return site == CausalSite::Scores;
    if (operation == CausalOperation::Patch)
        return true;
    if (operation == CausalOperation::Zero || operation == CausalOperation::Mean)
        return site != CausalSite::Scores;
    return !isPerEdge(site);
}

QString pathInputKey(PathInput input)
{
    switch (input) {
    case PathInput::Query:
        return u"q"_s;
    case PathInput::Key:
        return u"k"_s;
    case PathInput::Value:
        break;
    }
    return u"v"_s;
}

bool InterventionStack::isEmpty() const
{
    return std::none_of(items.begin(), items.end(), [](const Intervention& one) { return one.enabled; });
}

int startLayer(const Intervention& intervention, int nLayers)
{
    if (intervention.operation == CausalOperation::DirectPath)
        return nLayers;
    if (intervention.operation == CausalOperation::Path)
        return intervention.receiver.layer;
    int first = nLayers;
    if (isPerHead(intervention.site)) {
        for (const HeadIndex head : intervention.heads)
            first = std::min(first, head.layer);
    } else {
        for (const int layer : intervention.layers)
            first = std::min(first, intervention.site == CausalSite::ResidPost ? layer + 1 : layer);
    }
    return first;
}

int startLayer(const InterventionStack& stack, int nLayers)
{
    int first = nLayers;
    for (const Intervention& intervention : stack.items) {
        if (intervention.enabled)
            first = std::min(first, startLayer(intervention, nLayers));
    }
    return first;
}

} // namespace headwaters
