#include "widgets/compare/sidetext.h"

#include <QCoreApplication>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Comparison", text);
}

QString promptEnd(const RunResult& run, qsizetype characters)
{
    const QString line = run.request.text.simplified();
    if (line.size() <= characters)
        return QStringLiteral("“%1”").arg(line);
    const QString end = line.right(characters);
    const qsizetype word = end.indexOf(u' '); // no half word in front
    return QStringLiteral("“…%1”").arg(word < 0 ? end : end.mid(word));
}

QString changesText(const RunResult& run)
{
    return run.changes.size() == 1
        ? tr("with 1 change: %1").arg(run.changes.front())
        : tr("with %1 changes: %2").arg(run.changes.size()).arg(run.changes.join(QStringLiteral("; ")));
}

} // namespace

QString sideText(const QString& side, const RunModel& model, qsizetype characters)
{
    QStringList parts;
    if (!side.isEmpty())
        parts << side;
    if (!model.model().name.isEmpty())
        parts << model.model().name;
    const auto result = model.result();
    if (result && !result->changes.isEmpty())
        parts << changesText(*result);
    else if (result)
        parts << promptEnd(*result, characters);
    return parts.join(QStringLiteral(" · "));
}

QString differenceText(const Comparison& comparison)
{
    constexpr qsizetype characters = 30;
    const RunModel& a = comparison.a();
    const RunModel& b = comparison.b();
    const auto side = [&](const QString& name, const RunModel& model) {
        if (a.model().path != b.model().path || !model.result())
            return sideText(name, model, characters);
        const RunResult& run = *model.result();
        return QStringLiteral("%1 %2").arg(
            name, run.changes.isEmpty() ? promptEnd(run, characters) : changesText(run));
    };
    return QStringLiteral("%1 − %2").arg(side(QStringLiteral("A"), a), side(QStringLiteral("B"), b));
}

StateMessage emptySideMessage(const RunModel& b, const QString& icon)
{
    if (!b.tokenizer())
        return {icon, tr("Opening B"), tr("The prompt runs as soon as the model is open.")};
    if (b.state() == RunModel::State::Running)
        return {
            icon, tr("B is running"),
            tr("%1 of %2 layers are done.").arg(b.layersArrived()).arg(b.model().nLayers)};
    if (b.state() == RunModel::State::Failed)
        return {
            QStringLiteral("error"),
            tr("B was not finished"),
            b.problem().summary,
            {},
            {},
            {},
            b.problem().summary + u'\n' + b.problem().detail};
    return {
        icon, tr("B has not run yet"),
        tr("Write B's prompt in the Prompt panel and run it with Ctrl+Shift+Enter.")};
}

} // namespace headwaters
