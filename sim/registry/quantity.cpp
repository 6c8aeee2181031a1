// Describes the distributions and reads quantities.
#include "sim/registry/quantity.hpp"

#include <array>
#include <variant>

#include "sim/registry/measured_spans.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::registry {
namespace {

using core::DistributionModel;

/// An entry and the way from its parameters to the variant.
struct DistributionEntry {
  Entry entry;
  DistributionModel (*make)(const void* parameters);
};

/// Records every mistake that the distribution itself finds, at the field it finds it.
template <class Model>
void check_model(const Model& model, Reader& reader) {
  for (const core::InvalidParameter& invalid : core::find_invalid_parameters(model)) {
    const auto slash = invalid.field.find('/');
    if (slash == std::string::npos) {
      reader.error_at(invalid.field, invalid.message);
    } else {
      const Reader::Step list = reader.enter(invalid.field.substr(0, slash));
      reader.error_at(invalid.field.substr(slash + 1), invalid.message);
    }
  }
}

template <class Model>
DistributionEntry distribution(std::string summary, std::string source, Table<Model>&& table,
                               Json example) {
  Section section = std::move(table).check(check_model<Model>);
  return {describe<Model>(std::string(Model::name), std::move(summary), std::move(source),
                          std::move(section), std::move(example)),
          [](const void* parameters) -> DistributionModel {
            return *static_cast<const Model*>(parameters);
          }};
}

/// A name for one of the others with its parameters filled in, which is what is read and written.
DistributionEntry measured() {
  return {describe<Measured>("measured",
                             "For how long peers stayed in a network that was measured: another "
                             "distribution by name; only where seconds are meant.",
                             "Stutzbach & Rejaie, Understanding churn in peer-to-peer networks, "
                             "IMC 2006; Saroiu, Gummadi & Gribble, A measurement study of "
                             "peer-to-peer file sharing systems, MMCN 2002",
                             Measured::section(), {{"of", measured_spans().front().name}}),
          [](const void* parameters) -> DistributionModel {
            return static_cast<const Measured*>(parameters)->seconds();
          }};
}

/// In the order of the variant's alternatives, and after them the one that names others.
std::array<DistributionEntry, std::variant_size_v<DistributionModel> + 1> make_entries() {
  using core::Constant, core::Empirical, core::Exponential, core::Lognormal, core::Pareto,
      core::Uniform, core::Weibull, core::Zipf;
  return {
      distribution<Constant>(
          "Always the same value; a plain number means the same.", "",
          Table<Constant>{}.required("value", &Constant::value, {.description = "The value."}),
          {{"value", 50}}),
      distribution<Uniform>("Every value between min and max is equally likely.", "",
                            Table<Uniform>{}
                                .required("min", &Uniform::min, {.description = "Least value."})
                                .required("max", &Uniform::max, {.description = "Greatest value."}),
                            {{"min", 10}, {"max", 100}}),
      distribution<Exponential>(
          "Waiting times between independent random events; memoryless.", "",
          Table<Exponential>{}.required("mean", &Exponential::mean,
                                        {.range = more_than(0), .description = "Mean."}),
          {{"mean", 50}}),
      distribution<Lognormal>(
          "The logarithm is normally distributed.",
          "as fitted to peer sessions by Stutzbach & Rejaie, IMC 2006",
          Table<Lognormal>{}
              .required("median", &Lognormal::median,
                        {.range = more_than(0), .description = "Median."})
              .required("sigma", &Lognormal::sigma,
                        {.range = at_least(0),
                         .description = "Standard deviation of the natural logarithm."}),
          {{"median", 40}, {"sigma", 0.5}}),
      distribution<Weibull>(
          "P(X > x) = exp(-(x / scale)^shape): shape 1 is exponential, below 1 the tail is longer.",
          "as fitted to peer sessions by Stutzbach & Rejaie, IMC 2006",
          Table<Weibull>{}
              .required("shape", &Weibull::shape, {.range = more_than(0), .description = "Shape."})
              .required("scale", &Weibull::scale, {.range = more_than(0), .description = "Scale."}),
          {{"shape", 0.59}, {"scale", 41.9}}),
      distribution<Pareto>(
          "P(X > x) = (min / x)^shape, a heavy tail; with max, the same given X <= max.", "",
          Table<Pareto>{}
              .required("shape", &Pareto::shape,
                        {.range = more_than(0), .description = "Tail exponent."})
              .required("min", &Pareto::min, {.range = more_than(0), .description = "Least value."})
              .field("max", &Pareto::max,
                     {.range = more_than(0), .description = "Greatest value; none: no limit."}),
          {{"shape", 2.5}, {"min", 20}}),
      distribution<Zipf>(
          "Ranks 1 to count, with P(rank) proportional to rank^-exponent.", "",
          Table<Zipf>{}
              .required("exponent", &Zipf::exponent, {.description = "Exponent; 0 is uniform."})
              .required("count", &Zipf::count,
                        {.range = at_least(1), .description = "Number of ranks."}),
          {{"exponent", 1.2}, {"count", 100}}),
      distribution<Empirical>(
          "One of the values, equally likely or by weight.", "",
          Table<Empirical>{}
              .required("values", &Empirical::values, {.description = "The values."})
              .field("weights", &Empirical::weights,
                     {.description = "How often each comes, in proportion."})
              .field("cumulative", &Empirical::cumulative,
                     {.description = "Instead of weights: P(X <= values[i]) in proportion; both "
                                     "lists ascend."}),
          {{"values", {20, 50, 120}}, {"weights", {5, 3, 2}}}),
      measured(),
  };
}

const auto& entries() {
  static const auto all = make_entries();
  return all;
}

std::string out_of_range(const core::Distribution& distribution, const Type& type) {
  const double least = distribution.lower_bound();
  const double most = distribution.quantile(1);
  // A bound that is excluded may be one that no draw reaches.
  constexpr double hardly_ever = 1e-9;
  const bool is_reached =
      type.range.min_excluded && distribution.quantile(hardly_ever) <= type.range.min;
  if (least < type.range.min || is_reached) {
    return fmt::format("expected {}, but this distribution falls to {}", type.text(), least);
  }
  if (most > type.range.max) {
    return fmt::format("expected {}, but this distribution rises to {}", type.text(), most);
  }
  return {};
}

}  // namespace

const Catalogue& distributions() {
  static const Catalogue all = [] {
    Catalogue listed{"distribution", "distributions", {}};
    for (const DistributionEntry& known : entries()) listed.entries.push_back(&known.entry);
    return listed;
  }();
  return all;
}

Type Codec<core::Distribution>::type(const Field& field) {
  Type type{Form::quantity, field.unit, field.range};
  type.catalogue = &distributions();
  return type;
}

void Codec<core::Distribution>::read(const Json& value, core::Distribution& target,
                                     const Type& type, Reader& reader) {
  if (value.is_number()) {
    if (!type.range.contains(value.get<double>())) return report_mismatch(value, type, reader);
    target = core::Distribution(core::Constant{value.get<double>()});
    return;
  }
  if (!value.is_object()) return report_mismatch(value, type, reader);
  const std::size_t errors_before = reader.error_count();
  const Model model = read_model(distributions(), value, reader);
  if (reader.error_count() != errors_before) return;
  if (model.entry->name == "measured" && type.unit != "s") {
    return reader.error_at("model",
                           fmt::format("expected another distribution, as what is measured is in "
                                       "seconds and this is in {}",
                                       type.unit.empty() ? "no unit" : type.unit));
  }
  for (const DistributionEntry& known : entries()) {
    if (&known.entry == model.entry) {
      target = core::Distribution(known.make(model.parameters.get()));
    }
  }
  if (std::string wrong = out_of_range(target, type); !wrong.empty()) {
    reader.error(std::move(wrong));
  }
}

Json Codec<core::Distribution>::write(const core::Distribution& value) {
  if (const auto* constant = std::get_if<core::Constant>(&value.model())) return constant->value;
  const DistributionEntry& known = entries()[value.model().index()];
  Json written = Json::object();
  written["model"] = known.entry.name;
  std::visit(
      [&](const auto& model) {
        const Json fields = write_section(known.entry.section, &model);
        for (const auto& [key, field] : fields.items()) {
          if (!(field.is_array() && field.empty())) written[key] = field;
        }
      },
      value.model());
  return written;
}

}  // namespace rippletank::registry
