#include "widgets/prompt/topstrip.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/numberformat.h"
#include "widgets/prompt/modelchip.h"
#include "widgets/prompt/runstate.h"
#include "widgets/prompt/tokenfield.h"
#include "widgets/theme/metrics.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace headwaters {

namespace {

constexpr int candidateCount = 50;

} // namespace

TopStrip::TopStrip(const Theme& theme, const RunModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_chip(new ModelChip(theme, this)),
      m_state(new RunStateLabel(theme, model, this)),
      m_why(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_target(new TokenField(theme, tr("target"), this)),
      m_andNot(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_rival(new TokenField(theme, tr("rival"), this)),
      m_swap(new IconButton(
          theme, QStringLiteral("swap"), tr("Swap target and rival"),
          QKeySequence(QStringLiteral("Ctrl+Shift+X")), this)),
      m_difference(new ElidedLabel(theme, Theme::mono(TextStyle::Label), &Colours::text, this)),
      m_unit(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_rule(new QFrame(this)),
      m_export(quietButton(tr("Export"), QStringLiteral("export"))),
      m_help(quietButton(tr("Help"), QStringLiteral("help")))
{
    setObjectName(QStringLiteral("topStrip"));
    setAccessibleName(tr("Model, run, target and rival"));
    setFixedHeight(metrics::topStrip);
    m_why->setText(tr("Why"));
    m_andNot->setText(tr("and not"));
    m_unit->setText(tr("logits"));
    m_difference->setObjectName(QStringLiteral("logitDifference"));
    m_swap->setObjectName(QStringLiteral("swapTokens"));
    m_swap->setAccessibleName(tr("Swap target and rival"));
    m_export->setObjectName(QStringLiteral("exportButton"));
    m_help->setObjectName(QStringLiteral("helpButton"));
    m_help->setToolTip(tr("Explain the view in front, with the key map (?)"));
    m_rule->setFrameShape(QFrame::VLine);
    m_rule->setFrameShadow(QFrame::Plain);
    m_rule->setFixedHeight(metrics::topStrip / 2);
    setExportBlocked({});
    arrange();

    connect(m_target, &TokenField::valueChosen, this, [this] { announce(); });
    connect(m_rival, &TokenField::valueChosen, this, [this] { announce(); });
    connect(m_target, &QLineEdit::textChanged, this, &TopStrip::fit);
    connect(m_rival, &QLineEdit::textChanged, this, &TopStrip::fit);
    connect(m_swap, &QToolButton::clicked, this, &TopStrip::swapTokens);
    connect(m_export, &QPushButton::clicked, this, &TopStrip::exportRequested);
    connect(m_help, &QPushButton::clicked, this, &TopStrip::helpRequested);
    connect(&m_model, &RunModel::modelChanged, this, &TopStrip::followModel);
    connect(&m_model, &RunModel::runChanged, this, &TopStrip::followRun);
    connect(&m_model, &RunModel::layerArrived, this, &TopStrip::fit);
    connect(&m_model, &RunModel::effectsChanged, this, &TopStrip::followEffects);
    connect(&m_theme, &Theme::changed, this, &TopStrip::redress);
    redress();
    followModel();
    followRun();
}

QPushButton* TopStrip::quietButton(const QString& text, const QString& icon)
{
    auto* button = new QPushButton(text, this);
    button->setProperty("kind", QStringLiteral("quiet"));
    button->setIcon(m_theme.icon(icon));
    button->setIconSize({metrics::icon, metrics::icon});
    button->setAccessibleName(text);
    return button;
}

void TopStrip::arrange()
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::pad, 0, metrics::pad, 0);
    layout->setSpacing(0);
    layout->addWidget(m_chip);
    layout->addSpacing(metrics::pad);
    layout->addWidget(m_state);
    layout->addStretch(1);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_why);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_target);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_andNot);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_rival);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_swap);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_difference);
    layout->addSpacing(4);
    layout->addWidget(m_unit);
    layout->addSpacing(metrics::pad);
    layout->addWidget(m_rule);
    layout->addSpacing(4);
    layout->addWidget(m_export);
    layout->addWidget(m_help);
    for (QWidget* fixed : {m_why, m_andNot, m_difference, m_unit})
        fixed->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void TopStrip::setModelMenu(QMenu* menu)
{
    m_chip->setMenu(menu);
}

void TopStrip::setChanges(int count)
{
    m_state->setChanges(count);
    fit();
}

void TopStrip::setExportBlocked(const QString& reason)
{
    m_export->setEnabled(reason.isEmpty());
    m_export->setToolTip(reason.isEmpty() ? tr("Export the view in front (Ctrl+E)") : reason);
    m_export->setAccessibleDescription(reason);
}

std::optional<TokenId> TopStrip::target() const
{
    return m_target->value();
}

std::optional<TokenId> TopStrip::rival() const
{
    return m_rival->value();
}

void TopStrip::setTokens(std::optional<TokenId> target, std::optional<TokenId> rival)
{
    m_target->setValue(target);
    m_rival->setValue(rival);
    guardFields();
    fit();
}

void TopStrip::announce()
{
    guardFields();
    fit();
    Q_EMIT tokensChosen(target(), rival());
}

void TopStrip::guardFields()
{
    m_target->setForbidden(m_rival->value(), tr("The target and the rival must be two different tokens."));
    m_rival->setForbidden(m_target->value(), tr("The rival and the target must be two different tokens."));
}

void TopStrip::chooseTarget(TokenId token)
{
    const auto effects = m_model.effects();
    if (token == m_rival->value()) {
        const auto before = m_target->value();
        setTokens(token, before ? before : effects ? std::optional(effects->target) : std::nullopt);
    } else {
        setTokens(token, m_rival->value());
    }
    announce();
}

void TopStrip::chooseRival(TokenId token)
{
    const auto effects = m_model.effects();
    const auto inForce = m_target->value() ? m_target->value()
        : effects                          ? std::optional(effects->target)
                                           : std::nullopt;
    if (token == inForce) {
        const auto before = m_rival->value();
        setTokens(before ? before : effects ? std::optional(effects->rival) : std::nullopt, token);
    } else {
        setTokens(m_target->value(), token);
    }
    announce();
}

void TopStrip::swapTokens()
{
    const auto effects = m_model.effects();
    if (!effects)
        return;
    setTokens(effects->rival, effects->target);
    announce();
}

void TopStrip::editTarget()
{
    m_target->setFocus(Qt::ShortcutFocusReason);
}

void TopStrip::editRival()
{
    m_rival->setFocus(Qt::ShortcutFocusReason);
}

void TopStrip::followModel()
{
    m_chip->setModel(m_model.model());
    if (m_tokenizer != m_model.tokenizer()) {
        m_tokenizer = m_model.tokenizer();
        m_target->setTokenizer(m_tokenizer);
        m_rival->setTokenizer(m_tokenizer);
    }
    m_target->setEnabled(m_tokenizer != nullptr);
    m_rival->setEnabled(m_tokenizer != nullptr);
    followEffects();
}

void TopStrip::followRun()
{
    std::vector<Prediction> candidates;
    if (m_model.result() && m_tokenizer) {
        candidates = topPredictions(m_model.result()->lastLogits, candidateCount, [this](TokenId id) {
            return m_tokenizer->token(id);
        });
    }
    m_target->setCandidates(candidates);
    m_rival->setCandidates(candidates);
    followEffects();
}

void TopStrip::followEffects()
{
    const auto effects = m_model.effects();
    m_target->setAutomatic(effects ? std::optional(effects->target) : std::nullopt);
    m_rival->setAutomatic(effects ? std::optional(effects->rival) : std::nullopt);
    m_swap->setEnabled(effects != nullptr);
    m_difference->setText(effects ? signedLogitText(effects->logitDifference) : unknownText());
    const QString meaning = effects ? tr("Logit of %1 minus logit of %2 at the last position: %3")
                                          .arg(
                                              m_model.label(effects->target), m_model.label(effects->rival),
                                              signedLogitText(effects->logitDifference))
                                    : tr("No run yet");
    m_difference->setToolTip(meaning);
    m_difference->setAccessibleName(meaning);
    m_difference->setMinimumWidth(m_difference->sizeHint().width());
    // A difference that belongs to an older prompt must not read like that of the prompt in the editor.
    m_difference->setColour(m_model.state() == RunModel::State::Stale ? &Colours::text3 : &Colours::text);
    fit();
}

void TopStrip::redress()
{
    QPalette lines = m_rule->palette();
    lines.setColor(QPalette::WindowText, m_theme.colours().line);
    m_rule->setPalette(lines);
    update();
}

// Room goes in this order: the details of the model chip are elided, then the buttons keep only their icons,
// then the words between the fields go, and only then are the run state and the tokens cut.
void TopStrip::fit()
{
    const auto dress = [this](bool buttonWords, bool words) {
        m_export->setText(buttonWords ? tr("Export") : QString());
        m_help->setText(buttonWords ? tr("Help") : QString());
        for (QWidget* word : {m_why, m_andNot, m_unit})
            word->setVisible(words);
        layout()->invalidate();
        return layout()->minimumSize().width() <= width();
    };
    for (QWidget* kept : std::initializer_list<QWidget*>{m_state, m_target, m_rival})
        kept->setMinimumWidth(kept->sizeHint().width());
    if (dress(true, true) || dress(false, true) || dress(false, false))
        return;
    for (QWidget* kept : std::initializer_list<QWidget*>{m_state, m_target, m_rival})
        kept->setMinimumWidth(0);
    layout()->invalidate();
}

void TopStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void TopStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().window);
}

} // namespace headwaters
