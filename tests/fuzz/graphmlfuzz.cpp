#include "core/circuit/circuitcheck.h"
#include "core/circuit/circuitfilter.h"
#include "core/circuit/circuittree.h"
#include "core/circuit/layout.h"
#include "core/files/circuitjson.h"
#include "core/files/graphml.h"
#include "tests/fuzz/input.h"

#include <memory>

using namespace headwaters;

// A circuit from a file, and all that is done with one: what was read is written and comes back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    refusedOrRead([&] {
        const OpenedCircuit opened = circuitFromGraphml(bytes, QStringLiteral("fuzzed"));
        const auto circuit = std::make_shared<const Circuit>(opened.circuit);
        const QByteArray written = toGraphml(*circuit, opened.provenance);
        const OpenedCircuit again = circuitFromGraphml(written, QStringLiteral("written"));
        if (toGraphml(again.circuit, again.provenance) != written) {
            std::cerr << "came back differently\n";
            std::abort();
        }
        static_cast<void>(toCytoscapeGraphml(*circuit));
        static_cast<void>(circuitJson(*circuit));
        static_cast<void>(brokenRules(*circuit));
        static_cast<void>(circuitTree(*circuit));
        static_cast<void>(layOut(*circuit));
        const CircuitFilter filter(circuit);
        static_cast<void>(filter.above(filter.thresholdForWeight(0.9)));
        static_cast<void>(filter.thresholdForSize(3, 3));
        static_cast<void>(filter.histogram(8));
    });
    return 0;
}
