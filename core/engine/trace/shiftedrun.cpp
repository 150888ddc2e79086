#include "core/engine/trace/shiftedrun.h"

#include "core/engine/model/arithmetic.h"
#include "core/engine/model/forward.h"
#include "core/engine/trace/tracedrun.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

double norm(const at::Tensor& vector)
{
    return std::sqrt(at::dot(vector, vector).item<double>());
}

/// What one input shift does in its layer.
class InputEdit {
public:
    /// `replaces`: something below is shifted too, so the clean run's rows are put in place.
    InputEdit(const TracedRun& clean, const InputShift& shift, bool replaces, const CancelToken& cancel)
        : m_config(clean.config()),
          m_shift(shift),
          m_group(shift.head.head / m_config.groupSize()),
          m_replaces(replaces),
          m_isAlone(m_config.groupSize() > 1 && !shift.wholeGroup),
          m_before(
              clean.residual(shift.head.layer, shift.position, cancel)
              / clean.layer(shift.head.layer).scale.data_ptr<double>()[shift.position])
    {
        // Gains of norms over a head are not folded into these weights: the forward applies them.
        const std::shared_ptr<const LayerWeights> weights = clean.model().layer(shift.head.layer, cancel);
        const auto row = [&](const at::Tensor& weight, const at::Tensor& bias, std::int64_t head) {
            const at::Tensor reader = readerOfHead(weight, head, m_config.dHead);
            if (!m_replaces)
                return at::mv(reader.t(), shift.vector);
            const at::Tensor whole = at::mv(reader.t(), m_before + shift.vector);
            return bias.defined() ? whole + biasOfHead(bias, head, m_config.dHead) : whole;
        };
        if (shift.query)
            m_query = row(weights->W_Q, weights->b_Q, shift.head.head);
        if (shift.key)
            m_key = row(weights->W_K, weights->b_K, m_group);
        if (shift.value)
            m_value = row(weights->W_V, weights->b_V, m_group);
        m_keyNorm = weights->kNorm;
        m_rotation = clean.model().rotation(shift.position);
    }

    [[nodiscard]] int layer() const { return m_shift.head.layer; }
    [[nodiscard]] const at::Tensor& before() const { return m_before; }
    [[nodiscard]] at::Tensor after() const { return m_before + m_shift.vector; }

    void visit(const HookVisitor::Where& where, at::Tensor& value)
    {
        const bool isHead = where.head == m_shift.head.head;
        switch (where.point.hook) {
        case Hook::Q:
            if (m_query.defined())
                write(rowOf(value, m_shift.head.head), m_query);
            m_queries = value.select(1, m_shift.head.head);
            break;
        case Hook::RotQ:
            m_queries = value.select(1, m_shift.head.head);
            break;
        case Hook::K:
            if (m_key.defined())
                visitKey(rowOf(value, m_group));
            break;
        case Hook::V:
            if (m_value.defined())
                visitValue(rowOf(value, m_group));
            break;
        case Hook::Scores:
            if (isHead && m_ownKey.defined())
                writeScores(value.select(1, m_shift.position));
            break;
        case Hook::Pattern:
            if (isHead && m_valueChange.defined())
                m_weights = value.select(1, m_shift.position).clone();
            break;
        case Hook::Z:
            if (m_valueChange.defined())
                value.select(1, m_shift.head.head).add_(m_weights.unsqueeze(1) * m_valueChange);
            break;
        default:
            break;
        }
    }

private:
    [[nodiscard]] at::Tensor rowOf(const at::Tensor& value, std::int64_t head) const
    {
        return value.select(0, m_shift.position).select(0, head);
    }
    void write(at::Tensor row, const at::Tensor& vector) const
    {
        if (m_replaces)
            row.copy_(vector);
        else
            row.add_(vector);
    }
    void visitKey(const at::Tensor& row)
    {
        if (!m_isAlone) {
            write(row, m_key);
            return;
        }
        // The other heads of the group go on with the shared key, so this one's scores are written instead.
        at::Tensor own = row.clone();
        write(own, m_key);
        if (m_config.queryKeyNorm)
            own = normed(own, m_keyNorm, m_config.norm, m_config.normEpsilon);
        m_ownKey = at::mv(m_rotation.t(), own);
    }
    void visitValue(const at::Tensor& row)
    {
        if (!m_isAlone) {
            write(row, m_value);
            return;
        }
        at::Tensor own = row.clone();
        write(own, m_value);
        m_valueChange = own - row;
    }
    void writeScores(const at::Tensor& column) const
    {
        at::Tensor scores = at::mv(m_queries, m_ownKey) * m_config.scoreScale(m_shift.head.layer);
        softCap(scores, m_config.scoreSoftCap);
        const double* from = scores.data_ptr<double>();
        double* to = column.data_ptr<double>();
        for (std::int64_t query = 0; query < scores.size(0); ++query, to += column.stride(0)) {
            if (std::isfinite(*to)) // else the query does not see the position
                *to = from[query];
        }
    }

    const ModelConfig& m_config;
    const InputShift& m_shift;
    std::int64_t m_group;
    bool m_replaces;
    bool m_isAlone;
    at::Tensor m_before; // [d_model] what the head reads in the clean run
    at::Tensor m_query, m_key, m_value; // [e] undefined where they are left as they are
    NormWeights m_keyNorm;
    at::Tensor m_rotation; // [e, e]
    at::Tensor m_queries; // [T, e] of the head, as the scores read them: the forward's own memory
    at::Tensor m_ownKey; // [e]
    at::Tensor m_valueChange; // [e]
    at::Tensor m_weights; // [T] of the position
};

class ShiftVisitor : public HookVisitor {
public:
    ShiftVisitor(
        const TracedRun& clean, const std::vector<OutputShift>& outputs,
        const std::vector<InputShift>& inputs, const Firing& watched, const CancelToken& cancel)
        : m_outputs(outputs),
          m_watched(watched)
    {
        for (const InputShift& shift : inputs) {
            const int layer = shift.head.layer;
            const bool replaces = std::any_of(
                                      outputs.begin(), outputs.end(),
                                      [layer](const OutputShift& other) {
                                          return other.layer < layer || other.hook == Hook::ResidPre;
                                      })
                || std::any_of(inputs.begin(), inputs.end(),
                               [layer](const InputShift& other) { return other.head.layer < layer; });
            // What is written anew differs by rounding, so a shift by nothing must leave things alone.
            if (replaces || norm(shift.vector) > 0)
                m_edits.emplace_back(clean, shift, replaces, cancel);
        }
        for (const InputEdit& edit : m_edits)
            compare(edit.before(), edit.after());
    }

    [[nodiscard]] bool wants(const HookPoint& point) const override
    {
        if (point.hook == Hook::FinalNormalized)
            return true;
        if (point == HookPoint{Hook::Pattern, m_watched.head.layer})
            return true;
        for (const OutputShift& shift : m_outputs) {
            if (point == HookPoint{shift.hook, shift.layer})
                return true;
        }
        switch (point.hook) {
        case Hook::Q:
        case Hook::RotQ:
        case Hook::K:
        case Hook::V:
        case Hook::Scores:
        case Hook::Pattern:
        case Hook::Z:
            return std::any_of(m_edits.begin(), m_edits.end(), [&point](const InputEdit& edit) {
                return edit.layer() == point.layer;
            });
        default:
            return false;
        }
    }

    void visit(const Where& where, at::Tensor value) override
    {
        if (where.point.hook == Hook::FinalNormalized) {
            m_run.last = value.select(0, value.size(0) - 1).clone();
            return;
        }
        if (where.point.hook == Hook::Pattern && m_watched.head == HeadIndex{where.point.layer, where.head}) {
            m_run.attention =
                value.select(0, m_watched.destination).select(0, m_watched.source).item<double>();
        }
        for (const OutputShift& shift : m_outputs) {
            if (where.point == HookPoint{shift.hook, shift.layer}) {
                at::Tensor row = value.select(0, shift.position);
                const at::Tensor before = row.clone();
                row.add_(shift.vector);
                compare(before, row);
            }
        }
        for (InputEdit& edit : m_edits) {
            if (edit.layer() == where.point.layer)
                edit.visit(where, value);
        }
    }

    [[nodiscard]] ShiftedRun take()
    {
        if (m_compared > 0) {
            m_run.cosine = m_cosines / m_compared;
            m_run.normRatio = m_normRatios / m_compared;
        }
        return std::move(m_run);
    }

private:
    void compare(const at::Tensor& before, const at::Tensor& after)
    {
        const double old = norm(before);
        const double now = norm(after);
        m_cosines += old > 0 && now > 0 ? at::dot(before, after).item<double>() / (old * now) : 1.0;
        m_normRatios += old > 0 ? now / old : 1.0;
        ++m_compared;
    }

    const std::vector<OutputShift>& m_outputs;
    Firing m_watched;
    std::vector<InputEdit> m_edits;
    ShiftedRun m_run;
    double m_cosines = 0;
    double m_normRatios = 0;
    int m_compared = 0;
};

} // namespace

ShiftedRun runShifted(
    const TracedRun& clean, const std::vector<OutputShift>& outputs, const std::vector<InputShift>& inputs,
    const Firing& watched, const CancelToken& cancel, const ProgressFunction& progress)
{
    ShiftVisitor visitor(clean, outputs, inputs, watched, cancel);
    forward(clean.config(), clean.model(), {clean.ids()}, LogitRows::Last, visitor, cancel, progress);
    return visitor.take();
}

} // namespace headwaters
