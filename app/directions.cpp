#include "app/directions.h"

#include "core/engine/decompose/directionreader.h"
#include "core/engine/decompose/headscores.h"
#include "core/engine/decompose/headsvd.h"

#include <utility>

namespace headwaters {

namespace {

constexpr int shownWords = 5;
// What the decompositions of one kind may take to be kept without anybody having asked.
constexpr qint64 mostKeptBytes = 128'000'000;

} // namespace

struct Directions::Work {
    std::shared_ptr<HeadSvds> svds;
    std::shared_ptr<const RunSnapshot> run;
    HeadIndex head;
    std::unique_ptr<HeadScores> scores;

    HeadScores&
    of(const std::shared_ptr<const RunSnapshot>& snapshot, HeadIndex which, const CancelToken& cancel)
    {
        if (!scores || run != snapshot || head != which) {
            scores = std::make_unique<HeadScores>(
                snapshot, which, svds->one(which, DirectionKind::Qk, cancel), cancel);
            run = snapshot;
            head = which;
        }
        return *scores;
    }
};

Directions::Directions(ModelSession& session, RunModel& runModel, Selection& selection, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_runModel(runModel),
      m_selection(selection)
{
    connect(&runModel, &RunModel::modelChanged, this, &Directions::followModel);
    connect(&runModel, &RunModel::runChanged, this, &Directions::followModel);
    connect(&selection, &Selection::changed, this, &Directions::want);
    connect(&m_model, &DirectionModel::wantsChanged, this, &Directions::want);
    for (SnapshotThread* thread : {&m_scores, &m_words}) {
        connect(thread, &SnapshotThread::failed, this, &Directions::fail);
        connect(thread, &SnapshotThread::cancelled, this, [this](int question) {
            fail(question, {Problem::Kind::Cancelled, {}, {}});
        });
    }
    connect(&m_words, &SnapshotThread::progressed, this, [this](int, int done, int total) {
        progress(done, total);
    });
}

Directions::~Directions() = default;

void Directions::followModel()
{
    if (m_tokenizer != m_runModel.tokenizer()) {
        m_tokenizer = m_runModel.tokenizer();
        for (const Question question : {HeadQuestion, RowQuestion, PartialQuestion})
            m_scores.silence(question);
        m_words.silence(WordsQuestion);
        m_words.silence(OtherWordsQuestion);
        m_keeping.silence(KeepQuestion);
        endReading();
        for (std::optional<Asked>* asked : {&m_askedHead, &m_askedRow, &m_askedPartial, &m_askedWords})
            asked->reset();
        m_svds.reset();
        m_reader.reset();
        m_work.reset();
        m_isKept = false;
        m_selection.setDirectionCount(m_runModel.model().dHead);
        m_selection.suggestDirection(std::nullopt);
        m_model.clear();
    }
    const auto snapshot = m_session.snapshot();
    if (!m_svds && snapshot && m_runModel.result() && m_tokenizer) {
        m_svds = std::make_shared<HeadSvds>(*snapshot);
        m_reader = std::make_shared<DirectionReader>(m_svds, m_tokenizer->size());
        m_work = std::make_shared<Work>();
        m_work->svds = m_svds;
    }
    const ModelInfo& info = m_runModel.model();
    const qint64 bytes = qint64{16} * info.nLayers * info.nHeads * info.dHead * info.dHead;
    if (m_svds && m_cache && !m_isKept && !info.sha256.isEmpty() && bytes <= mostKeptBytes) {
        m_isKept = true;
        m_svds->useCache(*m_cache, info.sha256);
        m_keeping.ask<bool>(
            KeepQuestion,
            [svds = m_svds](const CancelToken& cancel, const ProgressFunction&) {
                (void)svds->all(DirectionKind::Qk, cancel);
                (void)svds->all(DirectionKind::Ov, cancel);
                return true;
            },
            [](bool) {});
    }
    want();
}

void Directions::want()
{
    const auto result = m_runModel.result();
    const SelectionState shown = m_selection.shown();
    if (!m_model.isWanted() || !m_svds || !result || !shown.head)
        return;
    const Asked head{result->run, *shown.head, 0, 0};
    wantHead(head);
    wantRow(result->run, shown);
    const int first = m_model.first();
    if (first != DirectionModel::allDirections)
        wantPartial({result->run, *shown.head, first, 0});
    wantWords(m_selection.shown()); // the row may have gone, and its leading direction with it
}

void Directions::wantHead(const Asked& key)
{
    if (std::exchange(m_askedHead, key) == key)
        return;
    using Answer = std::shared_ptr<const HeadDirections>;
    m_scores.ask<Answer>(
        HeadQuestion,
        [key, work = m_work,
         snapshot = m_session.snapshot()](const CancelToken& cancel, const ProgressFunction&) -> Answer {
            auto answer = std::make_shared<HeadDirections>();
            answer->qk = {
                key.head, DirectionKind::Qk,
                work->svds->one(key.head, DirectionKind::Qk, cancel).singularValues};
            answer->ov = {
                key.head, DirectionKind::Ov,
                work->svds->one(key.head, DirectionKind::Ov, cancel).singularValues};
            answer->explained = work->of(snapshot, key.head, cancel).explained(cancel);
            return answer;
        },
        [this](const Answer& answer) {
            m_model.setHead(answer);
            tellSettled();
        });
}

void Directions::wantRow(quint64 run, const SelectionState& shown)
{
    if (!shown.destination || !shown.source) {
        m_scores.silence(RowQuestion);
        m_askedRow.reset();
        if (m_model.row() || !m_model.rowProblem().isEmpty())
            m_model.setRow(nullptr);
        m_selection.suggestDirection(0);
        return;
    }
    const Asked key{run, *shown.head, *shown.destination, *shown.source};
    if (std::exchange(m_askedRow, key) == key)
        return;
    using Answer = std::shared_ptr<const ScoreRow>;
    m_scores.ask<Answer>(
        RowQuestion,
        [key, work = m_work,
         snapshot = m_session.snapshot()](const CancelToken& cancel, const ProgressFunction&) -> Answer {
            return std::make_shared<ScoreRow>(
                work->of(snapshot, key.head, cancel).row(key.first, key.second));
        },
        [this](const Answer& answer) {
            m_model.setRow(answer);
            m_selection.suggestDirection(answer->leadingDirection());
            want();
            tellSettled();
        });
}

void Directions::wantPartial(const Asked& key)
{
    const bool isKnown = m_model.partial() || m_scores.isPending(PartialQuestion);
    if (std::exchange(m_askedPartial, key) == key && isKnown)
        return;
    using Answer = std::shared_ptr<const PartialScores>;
    m_scores.ask<Answer>(
        PartialQuestion,
        [key, work = m_work,
         snapshot = m_session.snapshot()](const CancelToken& cancel, const ProgressFunction&) -> Answer {
            return std::make_shared<PartialScores>(
                work->of(snapshot, key.head, cancel).first(key.first, cancel));
        },
        [this](const Answer& answer) {
            if (answer->k == m_model.first())
                m_model.setPartial(answer);
            tellSettled();
        });
}

void Directions::wantWords(const SelectionState& shown)
{
    if (!shown.head || !shown.direction)
        return;
    const EmbeddingKind embedding = m_model.embedding();
    const Asked key{0, *shown.head, *shown.direction, static_cast<int>(embedding)};
    if (std::exchange(m_askedWords, key) == key)
        return;
    using Answer = std::shared_ptr<const DirectionReading>;
    m_words.ask<Answer>(
        WordsQuestion,
        [key, embedding,
         reader = m_reader](const CancelToken& cancel, const ProgressFunction& told) -> Answer {
            return std::make_shared<DirectionReading>(
                reader->read(key.head, {key.first}, embedding, shownWords, cancel, told).front());
        },
        [this](const Answer& answer) {
            endReading();
            m_model.setReading(answer);
            tellSettled();
        });
}

void Directions::read(
    HeadIndex head, int direction, std::function<void(std::shared_ptr<const DirectionReading>)> told)
{
    if (!m_reader)
        return;
    using Answer = std::shared_ptr<const DirectionReading>;
    m_words.ask<Answer>(
        OtherWordsQuestion,
        [head, direction, embedding = m_model.embedding(),
         reader = m_reader](const CancelToken& cancel, const ProgressFunction& progressed) -> Answer {
            return std::make_shared<DirectionReading>(
                reader->read(head, {direction}, embedding, shownWords, cancel, progressed).front());
        },
        [this, told = std::move(told)](const Answer& answer) {
            endReading();
            told(answer);
        });
}

void Directions::progress(int done, int total)
{
    if (m_model.embedding() != EmbeddingKind::Effective || total <= 0)
        return;
    if (!m_isReading) {
        m_isReading = true;
        Q_EMIT readingStarted();
    }
    m_model.setReadingShare(static_cast<double>(done) / total);
    Q_EMIT readingProgressed(done, total);
}

void Directions::endReading()
{
    if (std::exchange(m_isReading, false))
        Q_EMIT readingEnded();
}

void Directions::cancelReading()
{
    m_words.cancel(WordsQuestion);
    m_words.cancel(OtherWordsQuestion);
}

void Directions::fail(int question, const Problem& problem)
{
    if (question == WordsQuestion) {
        endReading();
        m_model.setReadingShare(1);
        m_askedWords.reset();
        if (problem.kind == Problem::Kind::Cancelled)
            m_model.setEmbedding(EmbeddingKind::Raw);
    }
    if (question == RowQuestion)
        m_model.setRow(nullptr, problem.summary);
    else if (problem.kind != Problem::Kind::Cancelled)
        Q_EMIT problemOccurred(problem);
    tellSettled();
}

bool Directions::isSettled() const
{
    if (!m_model.isWanted())
        return true;
    for (const Question question : {HeadQuestion, RowQuestion, PartialQuestion}) {
        if (m_scores.isPending(question))
            return false;
    }
    return !m_words.isPending(WordsQuestion);
}

void Directions::tellSettled()
{
    if (isSettled())
        Q_EMIT settled();
}

} // namespace headwaters
