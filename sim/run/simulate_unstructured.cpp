// The run loop of all unstructured networks.
#include "sim/overlay/correspondence.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/run/simulate.hpp"

namespace rippletank::run {

overlay::Measures play_plan(Simulation simulation, const protocols::UnstructuredPlan& plan) {
  return play<overlay::Correspondence<protocols::Unstructured>>(std::move(simulation), plan);
}

}  // namespace rippletank::run
