#include "app/document.h"

#include "core/engine/session/snapshotreadings.h"

#include <cmath>

namespace headwaters {

namespace {

HeadIndex strongestHead(const EffectSummary& effects)
{
    HeadIndex strongest;
    float largest = -1;
    for (std::size_t layer = 0; layer < effects.heads.size(); ++layer) {
        for (std::size_t head = 0; head < effects.heads[layer].size(); ++head) {
            const float strength = std::abs(effects.heads[layer][head]);
            if (strength > largest) {
                largest = strength;
                strongest = {static_cast<int>(layer), static_cast<int>(head)};
            }
        }
    }
    return strongest;
}

/// The source that moves the pair most at the last position.
int strongestSource(const HeadDetail& detail)
{
    const AttentionMap effect = attentionMap(detail, Quantity::Effect);
    const int last = detail.size - 1;
    int strongest = 0;
    for (int key = 1; key <= last; ++key) {
        if (std::abs(effect.at(last, key)) > std::abs(effect.at(last, strongest)))
            strongest = key;
    }
    return strongest;
}

} // namespace

Document::Document(QObject* parent) : Document(*new RunModel, *new Selection, false, parent)
{
    m_runModel.setParent(this);
    m_selection.setParent(this);
}

Document::Document(RunModel& runModel, Selection& selection, QObject* parent)
    : Document(runModel, selection, true, parent)
{
}

Document::Document(RunModel& runModel, Selection& selection, bool isFollower, QObject* parent)
    : QObject(parent),
      m_runModel(runModel),
      m_selection(selection),
      m_isFollower(isFollower)
{
    connectSession();
    connect(&m_selection, &Selection::changed, this, &Document::wantDetail);
    connect(&m_runModel, &RunModel::aggregateWanted, this, &Document::wantAggregate);
}

void Document::connectSession()
{
    connect(&m_session, &ModelSession::memoryAnnounced, this, &Document::memoryAnnounced);
    connect(&m_session, &ModelSession::modelProgressed, this, &Document::openingProgressed);
    connect(&m_session, &ModelSession::modelOpened, this, &Document::takeModel);
    connect(&m_session, &ModelSession::modelFailed, this, &Document::failModel);
    connect(&m_session, &ModelSession::hashReady, this, [this](const QString& path, const QString& sha256) {
        if (path == m_runModel.model().path)
            m_runModel.setHash(sha256);
    });
    connect(
        &m_session, &ModelSession::layerReady, this,
        [this](quint64, std::shared_ptr<const LayerResult> layer) { m_runModel.addLayer(std::move(layer)); });
    connect(&m_session, &ModelSession::progressed, this, &Document::runProgressed);
    connect(&m_session, &ModelSession::finished, this, &Document::takeResult);
    connect(&m_session, &ModelSession::failed, this, [this](quint64 run, const Problem& problem) {
        stopRun(run, &problem);
    });
    connect(&m_session, &ModelSession::cancelled, this, [this](quint64 run) { stopRun(run, nullptr); });
    connect(&m_session, &ModelSession::headReady, this, &Document::takeDetail);
    connect(&m_session, &ModelSession::mapReady, this, &Document::takeMap);
    connect(&m_session, &ModelSession::effectsReady, this, &Document::takeEffects);
    connect(&m_session, &ModelSession::requestFailed, this, &Document::problemOccurred);
    connect(&m_generating, &Generating::problemOccurred, this, &Document::problemOccurred);
    connect(&m_directions, &Directions::problemOccurred, this, &Document::problemOccurred);
}

void Document::openModel(const QString& path)
{
    m_openingPath = path;
    Q_EMIT openingStarted(path);
    m_session.open(path);
}

void Document::shareModel(const Document& other)
{
    m_openingPath = other.m_runModel.model().path;
    Q_EMIT openingStarted(m_openingPath);
    m_session.share(other.snapshot());
}

void Document::takeModel(const ModelInfo& info, std::shared_ptr<const Tokenizer> tokenizer)
{
    m_openingPath.clear();
    m_firstRun = true;
    m_wanted.reset();
    m_request.target.reset(); // ids of another vocabulary
    m_request.rival.reset();
    m_request.ids.clear();
    m_selection.setModelShape(0, 0); // whatever was locked is gone
    m_selection.setModelShape(info.nLayers, info.nHeads);
    m_selection.setTokenCount(0);
    m_runModel.setModel(info, std::move(tokenizer));
    Q_EMIT openingEnded();
    Q_EMIT modelOpened(info.path);
    Q_EMIT pairChanged();
    if (!m_request.text.isEmpty())
        run();
}

void Document::failModel(const Problem& problem)
{
    m_openingPath.clear();
    Q_EMIT openingEnded();
    m_wanted.reset(); // what was asked for during the opening was silenced with it
    wantEffects();
    wantDetail();
    if (problem.kind != Problem::Kind::Cancelled)
        Q_EMIT problemOccurred(problem);
}

void Document::setRequest(const RunRequest& request)
{
    m_request.text = request.text;
    m_request.beginOfText = request.beginOfText;
    m_request.ids = request.ids;
    updateStale();
    setPair(request.target, request.rival);
}

void Document::run()
{
    if (!m_runModel.tokenizer())
        return;
    m_wasSettled = false;
    m_runModel.startRun();
    Q_EMIT runStarted(m_session.run(m_request));
}

void Document::show(const std::shared_ptr<const RunSnapshot>& made)
{
    const RunRequest request = resultOf(*made)->request;
    m_request.text = request.text;
    m_request.beginOfText = request.beginOfText;
    m_request.ids = request.ids;
    m_wasSettled = false;
    Q_EMIT runStarted(m_session.adopt(made));
}

void Document::cancel()
{
    m_session.cancel();
}

void Document::takeResult(quint64 run, const std::shared_ptr<const RunResult>& result)
{
    m_wanted.reset();
    m_selection.setTokenCount(static_cast<int>(result->tokens.size()));
    m_runModel.finishRun(result);
    updateStale();
    Q_EMIT runEnded(run);
    if (m_firstRun && !m_isFollower)
        lockFirstHead(*result);
    m_firstRun = false;
    wantEffects(); // the pair may have changed while the run was under way
    wantDetail();
}

void Document::stopRun(quint64 run, const Problem* problem)
{
    m_wanted.reset();
    if (problem)
        m_runModel.failRun(*problem);
    else
        m_runModel.cancelRun();
    updateStale();
    Q_EMIT runEnded(run);
    if (problem)
        Q_EMIT problemOccurred(*problem);
    wantEffects(); // what was asked for during the run was silenced with it
    wantDetail();
}

void Document::lockFirstHead(const RunResult& result)
{
    SelectionState state = m_selection.locked();
    if (m_firstHead || !state.head)
        state = {m_firstHead ? *m_firstHead : strongestHead(result.effects), state.destination, state.source};
    m_locksFirstPair = !m_selection.isPairLocked();
    m_selection.lock(state);
}

void Document::lockFirstPair(const HeadDetail& detail)
{
    m_locksFirstPair = false;
    SelectionState state = m_selection.locked();
    state.destination = detail.size - 1;
    state.source = strongestSource(detail);
    m_selection.lock(state);
}

void Document::wantDetail()
{
    const auto head = m_selection.shown().head;
    const auto result = m_runModel.result();
    const auto effects = m_runModel.effects();
    if (!head || !result || !effects)
        return;
    const DetailKey key{result->run, *head, {effects->target, effects->rival}};
    if (m_wanted == key)
        return;
    m_wanted = key;
    m_session.requestHead(key.run, key.head, key.pair.target, key.pair.rival);
}

void Document::takeDetail(const std::shared_ptr<const HeadDetail>& detail)
{
    const auto result = m_runModel.result();
    if (!result || detail->run != result->run)
        return;
    m_runModel.setDetail(detail);
    if (m_locksFirstPair && m_selection.locked().head == detail->head)
        lockFirstPair(*detail);
    tellSettled();
}

void Document::wantAggregate(Quantity quantity, Aggregation aggregation, HeadIndex head)
{
    const auto effects = m_runModel.effects();
    if (effects)
        m_session.requestAggregate(
            effects->run, quantity, aggregation, head, effects->target, effects->rival);
}

void Document::takeMap(quint64 run, std::shared_ptr<const AttentionMap> map)
{
    const auto result = m_runModel.result();
    if (result && result->run == run)
        m_runModel.setAggregate(std::move(map));
}

void Document::setPair(std::optional<TokenId> target, std::optional<TokenId> rival)
{
    if (target == m_request.target && rival == m_request.rival)
        return;
    m_request.target = target;
    m_request.rival = rival;
    wantEffects();
    Q_EMIT pairChanged();
}

void Document::wantEffects()
{
    const auto result = m_runModel.result();
    const auto effects = m_runModel.effects();
    if (!result || !effects)
        return;
    try {
        const TokenPair pair = tokenPair(m_request.target, m_request.rival, result->lastLogits);
        if (pair != TokenPair{effects->target, effects->rival})
            m_session.requestEffects(result->run, pair.target, pair.rival);
    } catch (const Error& error) {
        Q_EMIT problemOccurred(error.problem());
    }
}

void Document::takeEffects(const EffectSummary& effects)
{
    const auto result = m_runModel.result();
    if (!result || result->run != effects.run)
        return;
    m_runModel.setEffects(std::make_shared<EffectSummary>(effects));
    wantDetail();
}

void Document::pin()
{
    if (m_runModel.result())
        m_runModel.setPinned(m_runModel.result());
}

void Document::unpin()
{
    m_runModel.setPinned(nullptr);
}

bool Document::isSettled() const
{
    const auto detail = m_runModel.detail();
    return m_runModel.state() == RunModel::State::Ready && detail && !m_locksFirstPair
        && m_selection.shown().head == detail->head && m_wanted
        && *m_wanted == DetailKey{detail->run, detail->head, {detail->target, detail->rival}};
}

void Document::updateStale()
{
    const auto result = m_runModel.result();
    if (result)
        m_runModel.setStale(
            result->request.text != m_request.text || result->request.beginOfText != m_request.beginOfText
            || result->request.ids != m_request.ids);
}

void Document::tellSettled()
{
    if (m_wasSettled || !isSettled())
        return;
    m_wasSettled = true;
    Q_EMIT settled();
}

} // namespace headwaters
