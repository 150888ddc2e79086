#include "app/lensing.h"

#include "core/engine/session/snapshotreadings.h"

#include <algorithm>

namespace headwaters {

Lensing::Lensing(Document& document, QObject* parent) : QObject(parent), m_document(document)
{
    connect(&m_model, &LensModel::wantsChanged, this, &Lensing::want);
    connect(&m_model, &LensModel::retryWanted, this, [this] {
        m_table.reset();
        want();
    });
    connect(&document.selection(), &Selection::changed, this, &Lensing::want);
    connect(&document.runModel(), &RunModel::effectsChanged, this, &Lensing::want);
    connect(&document.runModel(), &RunModel::runChanged, this, &Lensing::want);
    connect(&document.runModel(), &RunModel::modelChanged, this, &Lensing::modelChanged);
    connect(&m_tables, &SnapshotThread::progressed, this, [this](int, int done, int total) {
        m_model.setShare(total > 0 ? static_cast<double>(done) / total : 0);
        Q_EMIT progressed(done, total);
    });
    connect(&m_tables, &SnapshotThread::failed, this, [this](int, const Problem& problem) {
        failTable(problem);
    });
    connect(&m_tables, &SnapshotThread::cancelled, this, [this](int) { failTable(cancelled().problem()); });
    connect(&m_answers, &SnapshotThread::failed, this, [this](int, const Problem& problem) {
        Q_EMIT problemOccurred(problem);
    });
}

void Lensing::want()
{
    const RunModel& run = m_document.runModel();
    const auto effects = run.effects();
    if (!m_model.isWanted() || run.state() != RunModel::State::Ready || !m_document.snapshot() || !effects
        || effects->run != run.result()->run)
        return;
    const int last = static_cast<int>(run.result()->tokens.size()) - 1;
    Asked key{effects->run, effects->target, effects->rival};
    // The quick answers first: they do not wait for the table.
    key.position = std::min(m_document.selection().locked().destination.value_or(last), last);
    wantAttribution(key);
    const bool isChanged = m_changed && resultOf(*m_changed)->run == effects->run;
    key.of = isChanged ? m_changed : m_document.snapshot();
    Asked watch = key;
    watch.words = {key.target, key.rival};
    for (const TokenId word : m_model.words()) {
        if (word != key.target && word != key.rival)
            watch.words.push_back(word);
    }
    wantWatch(watch);
    key.position = 0;
    wantTable(key);
}

void Lensing::wantTable(const Asked& key)
{
    if (m_table == key)
        return;
    m_table = key;
    endTable();
    m_model.startReading();
    m_tables.ask<std::shared_ptr<const LogitLens>>(
        TableQuestion,
        [key](const CancelToken& cancel, const ProgressFunction& progress) {
            return lensOf(*key.of, {}, {key.target, key.rival}, cancel, progress);
        },
        [this](const std::shared_ptr<const LogitLens>& lens) {
            endTable();
            m_model.setLens(lens);
        });
    m_isReading = true;
    Q_EMIT started();
}

void Lensing::wantWatch(const Asked& key)
{
    if (m_watch == key)
        return;
    m_watch = key;
    m_answers.ask<std::shared_ptr<const LogitLens>>(
        WatchQuestion,
        [key](const CancelToken& cancel, const ProgressFunction& progress) {
            return lensOf(*key.of, {key.position}, key.words, cancel, progress);
        },
        [this](const std::shared_ptr<const LogitLens>& watch) { m_model.setWatch(watch); });
}

void Lensing::wantAttribution(const Asked& key)
{
    if (m_attribution == key)
        return;
    m_attribution = key;
    const auto snapshot = m_document.snapshot();
    m_answers.ask<std::shared_ptr<const Attribution>>(
        AttributionQuestion,
        [snapshot, key](const CancelToken& cancel, const ProgressFunction&) {
            return attributionOf(*snapshot, key.target, key.rival, key.position, cancel);
        },
        [this](const std::shared_ptr<const Attribution>& attribution) {
            m_model.setAttribution(attribution);
        });
}

void Lensing::endTable()
{
    if (m_isReading) {
        m_isReading = false;
        Q_EMIT ended();
    }
}

void Lensing::failTable(const Problem& problem)
{
    endTable();
    m_model.fail(problem);
    if (problem.kind != Problem::Kind::Cancelled)
        Q_EMIT problemOccurred(problem);
}

void Lensing::modelChanged()
{
    const auto tokenizer = m_document.runModel().tokenizer();
    if (tokenizer == m_tokenizer)
        return; // only its hash has arrived
    m_tokenizer = tokenizer;
    m_changed.reset();
    m_table.reset();
    m_watch.reset();
    m_attribution.reset();
    m_tables.silence(TableQuestion);
    m_answers.silence(WatchQuestion);
    m_answers.silence(AttributionQuestion);
    endTable();
    m_model.clear();
}

void Lensing::setChanged(std::shared_ptr<const RunSnapshot> changed)
{
    if (changed == m_changed)
        return;
    m_changed = std::move(changed);
    want();
}

bool Lensing::isBusy() const
{
    return m_tables.isPending(TableQuestion);
}

bool Lensing::isSettled() const
{
    return !isBusy() && !m_answers.isPending(WatchQuestion) && !m_answers.isPending(AttributionQuestion);
}

void Lensing::cancel()
{
    m_tables.cancel(TableQuestion);
}

} // namespace headwaters
