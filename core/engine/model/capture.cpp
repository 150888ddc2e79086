#include "core/engine/model/capture.h"

#include "core/engine/memory.h"

#include <QRegularExpression>

#include <algorithm>
#include <numeric>

namespace headwaters {

namespace {

/// Which of `names` the globs choose. `*` crosses dots, `?` is one character.
std::vector<bool> chosenNames(const QStringList& names, const QStringList& globs)
{
    std::vector<bool> chosen(static_cast<std::size_t>(names.size()), false);
    for (const QString& glob : globs) {
        QString expression = QRegularExpression::escape(glob);
        expression.replace(QStringLiteral("\\*"), QStringLiteral(".*"));
        expression.replace(QStringLiteral("\\?"), QStringLiteral("."));
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(expression));
        bool any = false;
        for (qsizetype at = 0; at < names.size(); ++at) {
            if (pattern.match(names[at]).hasMatch())
                chosen[static_cast<std::size_t>(at)] = any = true;
        }
        if (!any) {
            throw badInput(QStringLiteral("No hook matches “%1”; a hook is called, for example, %2.")
                               .arg(glob, QStringLiteral("blocks.0.attn.hook_pattern")));
        }
    }
    return chosen;
}

std::vector<std::int64_t> shapeOf(Hook hook, const ModelConfig& config, std::int64_t size, bool allLogits)
{
    switch (hook) {
    case Hook::Ln1Scale:
    case Hook::Ln1PostScale:
    case Hook::Ln2Scale:
    case Hook::Ln2PostScale:
    case Hook::FinalScale:
        return {size, 1};
    case Hook::Q:
    case Hook::RotQ:
    case Hook::Z:
        return {size, config.nHeads, config.dHead};
    case Hook::K:
    case Hook::RotK:
    case Hook::V:
        return {size, config.nKeyValueHeads, config.dHead};
    case Hook::Scores:
    case Hook::Pattern:
        return {config.nHeads, size, size};
    case Hook::Result:
        return {size, config.nHeads, config.dModel};
    case Hook::MlpPre:
    case Hook::MlpPreLinear:
    case Hook::MlpPost:
        return {size, config.dMlp};
    case Hook::Logits:
        return {allLogits ? size : 1, config.dVocab};
    default:
        return {size, config.dModel};
    }
}

std::int64_t elementCount(const std::vector<std::int64_t>& shape)
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

} // namespace

CaptureVisitor::CaptureVisitor(const ModelConfig& config, const CaptureRequest& request)
{
    const std::vector<HookPoint> points = allHookPoints(config);
    QStringList names;
    for (const HookPoint& point : points)
        names << point.name();
    const std::vector<bool> chosen = chosenNames(names, request.hooks);

    std::vector<HookPoint> kept;
    for (std::size_t at = 0; at < points.size(); ++at) {
        if (!chosen[at])
            continue;
        m_places[{points[at].layer, points[at].hook}] = kept.size();
        kept.push_back(points[at]);
    }

    std::int64_t numbers = 0;
    for (const std::vector<TokenId>& prompt : request.prompts) {
        Capture& capture = m_captures.emplace_back();
        for (const HookPoint& point : kept) {
            const auto size = static_cast<std::int64_t>(prompt.size());
            capture.push_back({point.name(), shapeOf(point.hook, config, size, request.allLogits), {}});
            numbers += elementCount(capture.back().shape);
        }
    }
    requireMemory(
        numbers * static_cast<std::int64_t>(sizeof(float)), QStringLiteral("Keeping these activations"));
    for (Capture& capture : m_captures) {
        for (NamedTensor& tensor : capture)
            tensor.values.resize(static_cast<std::size_t>(elementCount(tensor.shape)));
    }
}

std::optional<std::size_t> CaptureVisitor::placeOf(const HookPoint& point) const
{
    const auto found = m_places.find({point.layer, point.hook});
    return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

bool CaptureVisitor::wants(const HookPoint& point) const
{
    return placeOf(point).has_value();
}

void CaptureVisitor::visit(const Where& where, at::Tensor value)
{
    const std::optional<std::size_t> place = placeOf(where.point);
    if (!place)
        return;
    NamedTensor& tensor = m_captures[where.prompt][*place];
    const std::int64_t first = where.head < 0 ? 0 : where.head * value.numel();
    at::from_blob(tensor.values.data() + first, value.sizes(), at::kFloat).copy_(value);
}

} // namespace headwaters
