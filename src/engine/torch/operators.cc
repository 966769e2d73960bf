// libtorch operators that tch does not bind: oneDNN linear layers whose weights are packed once,
// the choice of attention kernels, and asynchronous copies to a GPU. Errors are returned as text
// that the caller frees; no exception leaves.
#include <ATen/Context.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/empty.h>

#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

namespace {

using at::Tensor;
using Scalars = c10::List<std::optional<c10::Scalar>>;

template <typename F>
Tensor* guarded(char** error, F&& body) {
  try {
    return new Tensor(body());
  } catch (const std::exception& e) {
    *error = strdup(e.what());
  } catch (...) {
    *error = strdup("unknown C++ exception");
  }
  return nullptr;
}

template <typename Signature>
auto operation(const char* name) {
  return c10::Dispatcher::singleton().findSchemaOrThrow(name, "").typed<Signature>();
}

}  // namespace

extern "C" {

// Reorders a [out, in] weight into the layout that oneDNN prefers on this processor.
Tensor* mujaz_pack(const Tensor* weight, char** error) {
  return guarded(error, [&] {
    static auto op = operation<Tensor(const Tensor&, std::optional<c10::SymInt>)>("mkldnn::_reorder_linear_weight");
    return op.call(*weight, std::nullopt);
  });
}

// Computes activation(x * weight^T + bias) for x [rows, in] and a weight from mujaz_pack; bias may
// be null.
Tensor* mujaz_linear(const Tensor* x, const Tensor* weight, const Tensor* bias, const char* activation, char** error) {
  return guarded(error, [&] {
    static auto op = operation<Tensor(const Tensor&, const Tensor&, const std::optional<Tensor>&, std::string_view, Scalars,
                                      std::optional<std::string_view>)>("mkldnn::_linear_pointwise");
    std::optional<std::string_view> algorithm;
    if (std::string_view(activation) == "gelu") algorithm = "none";
    return op.call(*x, *weight, bias ? std::optional<Tensor>(*bias) : std::nullopt, activation, Scalars(), algorithm);
  });
}

// Reorders an int8 [out, in] weight for mujaz_int8_linear.
Tensor* mujaz_int8_pack(const Tensor* weight, char** error) {
  return guarded(error, [&] {
    static auto op = operation<Tensor(Tensor, std::optional<c10::List<int64_t>>)>("onednn::qlinear_prepack");
    return op.call(*weight, std::nullopt);
  });
}

// Computes (x - 128) * weight^T * scales in f32 for x uint8 [rows, in] and a weight from
// mujaz_int8_pack; scales is f32 [out], zeros int64 [out].
Tensor* mujaz_int8_linear(const Tensor* x, const Tensor* weight, const Tensor* scales, const Tensor* zeros, char** error) {
  return guarded(error, [&] {
    using Signature = Tensor(Tensor, double, int64_t, Tensor, Tensor, Tensor, std::optional<Tensor>, double, int64_t,
                             std::optional<c10::ScalarType>, std::string_view, Scalars, std::string_view);
    static auto op = operation<Signature>("onednn::qlinear_pointwise");
    return op.call(*x, 1.0, 128, *weight, *scales, *zeros, std::nullopt, 1.0, 0, c10::ScalarType::Float, "none", Scalars(),
                   "none");
  });
}

// Copies `count` integers to a tensor on a CUDA device. They travel from page-locked memory, so
// that the caller need not wait until the GPU has finished earlier work.
Tensor* mujaz_put(const int64_t* values, int64_t count, int64_t device, char** error) {
  return guarded(error, [&] {
    auto pinned = at::empty({count}, at::TensorOptions(at::kLong).pinned_memory(true));
    std::memcpy(pinned.mutable_data_ptr<int64_t>(), values, count * sizeof(int64_t));
    return pinned.to(at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(device)), at::kLong, true);
  });
}

// Disables cuDNN's attention on GPUs. libtorch prefers it on Hopper, but it makes a plan for every
// new shape, which takes tens of milliseconds, and each decode step has a shape of its own.
void mujaz_attend_without_plans() { at::globalContext().setSDPUseCuDNN(false); }

void mujaz_free(char* text) { std::free(text); }
}
