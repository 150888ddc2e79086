#include "app/comparer.h"

#include <QTimer>

#include <utility>

namespace headwaters {

namespace {

bool isSameVocabulary(const Tokenizer& a, const Tokenizer& b)
{
    if (&a == &b)
        return true;
    if (a.size() != b.size())
        return false;
    for (TokenId id = 0; id < a.size(); ++id) {
        if (a.token(id).bytes != b.token(id).bytes)
            return false;
    }
    return true;
}

/// The token of `b` with the bytes of a token of `a`; none where it has none.
std::optional<TokenId> sameToken(TokenId id, const Tokenizer& a, const Tokenizer& b)
{
    return &a == &b ? std::optional(id) : b.tokenWithText(QString::fromUtf8(a.token(id).bytes));
}

} // namespace

Comparer::Comparer(Document& document, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_comparison(document.runModel(), document.selection())
{
    RunModel& a = document.runModel();
    RunModel& b = m_comparison.b();
    connect(&document, &Document::modelOpened, this, &Comparer::stopNow); // B was compared with another model
    connect(&a, &RunModel::modelChanged, this, &Comparer::copyHash);
    connect(&a, &RunModel::effectsChanged, this, &Comparer::copyPair);
    for (const RunModel* side : {&a, &b}) {
        connect(side, &RunModel::runChanged, this, &Comparer::tellCompared);
        connect(side, &RunModel::runChanged, this, &Comparer::updateDifferences);
    }
    connect(&m_comparison, &Comparison::differencesWanted, this, &Comparer::updateDifferences);
    connect(&m_difference, &RunDifference::layerReady, &m_comparison, &Comparison::addDifference);
    connect(&m_difference, &RunDifference::progressed, this, &Comparer::differenceProgressed);
    connect(&m_difference, &RunDifference::failed, this, &Comparer::problemOccurred);
    connect(&m_difference, &RunDifference::ended, this, &Comparer::differenceEnded);
}

Comparer::~Comparer()
{
    m_difference.disconnect(this);
}

QString Comparer::blockedReason() const
{
    return m_document.runModel().result() ? QString() : tr("Nothing has run yet.");
}

Document& Comparer::begin()
{
    stopNow();
    m_second = std::make_unique<Document>(m_comparison.b(), m_comparison.selectionB());
    connect(m_second.get(), &Document::problemOccurred, this, [this](const Problem& problem) {
        Problem told = problem;
        told.summary.prepend(tr("B: "));
        Q_EMIT problemOccurred(told);
    });
    connect(m_second.get(), &Document::modelOpened, this, [this] {
        copyHash();
        copyPair();
    });
    connect(m_second.get(), &Document::openingEnded, this, [this] {
        if (!m_comparison.b().tokenizer())
            stop(); // failed or cancelled: there is nothing to compare with
    });
    m_comparison.start();
    Q_EMIT started(m_second.get());
    return *m_second;
}

void Comparer::comparePrompt()
{
    if (!blockedReason().isEmpty())
        return;
    const RunRequest request = m_document.request();
    Document& second = begin();
    second.shareModel(m_document);
    Q_EMIT promptChanged(request.text, request.beginOfText);
}

void Comparer::compareRequest(const RunRequest& request)
{
    if (!blockedReason().isEmpty())
        return;
    Document& second = begin();
    second.setRequest({request.text, request.beginOfText, {}, {}}); // it runs as soon as the model is there
    second.shareModel(m_document);
    Q_EMIT promptChanged(request.text, request.beginOfText);
}

void Comparer::compareModel(const QString& path)
{
    if (!blockedReason().isEmpty())
        return;
    const RunRequest request = m_document.runModel().result()->request;
    if (path == m_document.runModel().model().path) {
        compareRequest(request); // the same model twice: its weights are here already
        return;
    }
    Document& second = begin();
    second.setRequest({request.text, request.beginOfText, {}, {}});
    second.openModel(path);
    Q_EMIT promptChanged(request.text, request.beginOfText);
}

void Comparer::compareChanged(std::shared_ptr<const RunSnapshot> changed)
{
    if (std::exchange(m_changed, std::move(changed))) {
        if (!m_second->isOpening())
            m_second->show(m_changed);
        return;
    }
    const auto made = m_changed;
    Document& second = begin();
    m_changed = made; // what began has forgotten the side before
    // When the opening is done with: it would run what stands in the request.
    connect(
        &second, &Document::modelOpened, &second, [this, &second] { second.show(m_changed); },
        Qt::QueuedConnection);
    second.shareModel(m_document);
    m_comparison.show(Comparison::Shown::Difference);
}

void Comparer::comparePinned()
{
    if (const auto pinned = m_document.runModel().pinned())
        compareRequest(pinned->request);
}

void Comparer::stop()
{
    const auto stopping = m_second.get();
    QTimer::singleShot(0, this, [this, stopping] {
        if (stopping && stopping == m_second.get())
            stopNow();
    });
}

void Comparer::stopNow()
{
    if (!m_second)
        return;
    m_difference.stop();
    m_differenceOfA.reset();
    m_differenceOfB.reset();
    m_vocabularyOfB.reset();
    m_second.reset();
    m_changed.reset();
    m_comparison.stop();
    m_document.runModel().setCompared(nullptr);
    Q_EMIT stopped();
}

void Comparer::setPrompt(const QString& text, bool beginOfText)
{
    if (!m_second)
        return;
    RunRequest request = m_second->request();
    request.text = text;
    request.beginOfText = beginOfText;
    m_second->setRequest(request);
}

void Comparer::run()
{
    if (m_second)
        m_second->run();
}

void Comparer::cancel()
{
    if (m_second)
        m_second->cancel();
    cancelDifference();
}

void Comparer::cancelDifference()
{
    m_difference.stop();
}

bool Comparer::isBusy() const
{
    return m_difference.isRunning()
        || (m_second && (m_second->isOpening() || m_comparison.b().state() == RunModel::State::Running));
}

bool Comparer::isSettled() const
{
    if (!m_second || isBusy() || !m_document.isSettled())
        return false;
    const auto head = m_comparison.b().result() ? m_second->selection().shown().head : std::nullopt;
    const auto detail = m_comparison.b().detail();
    return !head || (detail && detail->head == head && detail->run == m_comparison.b().result()->run);
}

void Comparer::copyHash()
{
    const ModelInfo& a = m_document.runModel().model();
    const ModelInfo& b = m_comparison.b().model();
    if (m_second && a.path == b.path && a.sha256 != b.sha256 && !a.sha256.isEmpty())
        m_comparison.b().setHash(a.sha256);
}

void Comparer::copyPair()
{
    const auto effects = m_document.runModel().effects();
    const auto a = m_document.runModel().tokenizer();
    const auto b = m_comparison.b().tokenizer();
    if (!m_second || !effects || !a || !b)
        return;
    const auto target = sameToken(effects->target, *a, *b);
    const auto rival = sameToken(effects->rival, *a, *b);
    // Half a pair would speak of another question; B then speaks of its own likeliest tokens.
    if (target && rival)
        m_second->setPair(target, rival);
    else
        m_second->setPair({}, {});
}

void Comparer::tellCompared()
{
    const RunModel& b = m_comparison.b();
    const auto tokenizerA = m_document.runModel().tokenizer();
    if (!m_second || !tokenizerA || !b.tokenizer() || !b.result()) {
        m_document.runModel().setCompared(nullptr);
        return;
    }
    if (tokenizerA != m_vocabularyOfA || b.tokenizer() != m_vocabularyOfB) {
        m_vocabularyOfA = tokenizerA;
        m_vocabularyOfB = b.tokenizer();
        m_isSameVocabulary = isSameVocabulary(*m_vocabularyOfA, *m_vocabularyOfB);
    }
    m_document.runModel().setCompared(m_isSameVocabulary ? b.result() : nullptr);
}

void Comparer::updateDifferences()
{
    const auto a = m_document.runModel().result();
    const auto b = m_comparison.b().result();
    const bool isDefined = m_second && m_comparison.wallBlocked().isEmpty();
    if (isDefined && a == m_differenceOfA && b == m_differenceOfB)
        return;
    if (!isDefined || a != m_differenceOfA || b != m_differenceOfB) {
        m_difference.stop();
        m_comparison.clearDifferences();
        m_differenceOfA.reset();
        m_differenceOfB.reset();
    }
    const auto snapshotA = m_document.snapshot();
    const auto snapshotB = m_second ? m_second->snapshot() : nullptr;
    if (!isDefined || !m_comparison.areDifferencesWanted() || !snapshotA || !snapshotB)
        return;
    m_differenceOfA = a;
    m_differenceOfB = b;
    Q_EMIT differenceStarted();
    m_difference.start(snapshotA, snapshotB);
}

} // namespace headwaters
