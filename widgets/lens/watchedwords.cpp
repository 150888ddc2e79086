#include "widgets/lens/watchedwords.h"

#include "widgets/prompt/tokenfield.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace headwaters {

namespace {

constexpr int offered = 50;

} // namespace

WatchedWords::WatchedWords(const Theme& theme, LensModel& model, const RunModel& run, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_run(run),
      m_field(new TokenField(theme, tr("add word"), this)),
      m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
    m_row->addWidget(m_field);
    connect(m_field, &TokenField::valueChosen, this, [this](std::optional<TokenId> word) {
        m_field->setValue(std::nullopt);
        if (word)
            m_model.addWord(*word);
    });
    connect(&model, &LensModel::wantsChanged, this, &WatchedWords::refresh);
    connect(&model, &LensModel::changed, this, &WatchedWords::refresh);
    connect(&run, &RunModel::modelChanged, this, &WatchedWords::followModel);
    connect(&run, &RunModel::runChanged, this, &WatchedWords::followRun);
    followModel();
    followRun();
}

void WatchedWords::followModel()
{
    m_field->setTokenizer(m_run.tokenizer());
    refresh();
}

void WatchedWords::followRun()
{
    const auto result = m_run.result();
    if (!result || !m_run.tokenizer())
        return;
    const auto tokenizer = m_run.tokenizer();
    m_field->setCandidates(topPredictions(
        result->lastLogits, offered, [&tokenizer](TokenId id) { return tokenizer->token(id); }));
}

void WatchedWords::refresh()
{
    QStringList wanted;
    for (const TokenId word : m_model.words())
        wanted << m_run.label(word);
    if (wanted == shownWords())
        return;
    for (QWidget* button : m_buttons)
        button->deleteLater();
    m_buttons.clear();
    for (const TokenId word : m_model.words()) {
        auto* button = new QToolButton(this);
        const QString label = m_run.label(word);
        button->setText(label + QStringLiteral(" ×"));
        button->setFont(Theme::monoFor(label, TextStyle::Caption));
        button->setFixedHeight(metrics::control);
        button->setToolTip(tr("Take %1 out of the rank watch").arg(label));
        button->setAccessibleName(button->toolTip());
        button->setProperty("word", label);
        connect(button, &QToolButton::clicked, this, [this, word] { m_model.removeWord(word); });
        m_row->insertWidget(m_row->count() - 1, button);
        m_buttons.push_back(button);
    }
}

QStringList WatchedWords::shownWords() const
{
    QStringList words;
    for (const QWidget* button : m_buttons)
        words << button->property("word").toString();
    return words;
}

void WatchedWords::remove(int index)
{
    static_cast<QToolButton*>(m_buttons[static_cast<std::size_t>(index)])->click();
}

} // namespace headwaters
