#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace headwaters {

/// The four stages of Zheng et al. 2024 (arXiv 2409.03752), in the survey's order.
enum class Stage { KnowledgeRecalling, InContextIdentification, LatentReasoning, ExpressionPreparation };
inline constexpr int stageCount = 4;

/// `KR`, `ICI`, `LR`, `EP`
[[nodiscard]] QString stageLetters(Stage stage);
/// `Knowledge recalling`
[[nodiscard]] QString stageName(Stage stage);

/// The survey's types of heads, in the order of its stages.
enum class HeadType {
    AssociativeMemory,
    Memory,
    Constant,
    SingleLetter,
    Negative,
    PreviousToken,
    Positional,
    DuplicateToken,
    RareWords,
    Retrieval,
    GlobalRetrieval,
    Syntactic,
    SubwordMerge,
    Mover,
    NameMover,
    BackupNameMover,
    NegativeNameMover,
    LetterMover,
    Context,
    ContentGatherer,
    SentimentSummarizer,
    SemanticInduction,
    Subject,
    Relation,
    SummaryReader,
    FunctionVector,
    Induction,
    InContext,
    Truthfulness,
    Accuracy,
    Consistency,
    Vulnerable,
    CorrectLetter,
    Iteration,
    Successor,
    Inhibition,
    Mixed,
    Amplification,
    Correct,
    Coherence,
    Faithfulness,
};
inline constexpr int headTypeCount = 41;

/// Types that test nearly the same thing, so that a stage counts the strongest of them once.
enum class TypeFamily { Local, Match, EndCopy, Suppress, Fact, Label, Probe, Sentiment, Series, Other };

/// What is known of a type before any model is looked at.
struct HeadTypeInfo {
    HeadType type = HeadType::Memory;
    QString key; ///< `previous-token`, as the command line and files name it
    QString name; ///< `Previous token`
    QString shortName; ///< at most 6 characters, for a thumbnail's corner: `prev`
    Stage home = Stage::InContextIdentification; ///< where the survey files it
    TypeFamily family = TypeFamily::Other;
    bool needsTask = true; ///< false: random tokens show it, so attention alone may count for more
    QString idea; ///< what such a head does, in one sentence
    QString source; ///< who described it: `Olsson et al. 2022`
};

/// All types, in the order of HeadType.
[[nodiscard]] const std::vector<HeadTypeInfo>& headTypes();
[[nodiscard]] const HeadTypeInfo& headTypeInfo(HeadType type);
[[nodiscard]] std::optional<HeadType> headTypeOfKey(const QString& key);

} // namespace headwaters
