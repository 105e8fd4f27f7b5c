// ONNX Runtime's C interface, as far as mlkit uses it, in our own words: its wheel ships no header.
//
// The library exports one function, OrtGetApiBase, which leads to a table of function pointers. Entries are only
// ever appended to it, so an entry's slot is a fact that holds for every later version; the assertions below pin
// the slots. Functions return NULL, or a status that says what went wrong and that the caller releases.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The version of the table that is asked for. What is used here is in version 12 and before; 17 (1.17, 2024) is far
// enough back for any library still about, and new enough to know the operators mlkit writes.
#define MLKIT_ORT_API_VERSION 17

enum { OrtLogFatal = 4, OrtTensorKind = 1, OrtDeviceAllocator = 0, OrtMemoryDefault = 0 };

typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtValue OrtValue;
typedef struct OrtTypeInfo OrtTypeInfo;
typedef struct OrtModelMetadata OrtModelMetadata;
typedef struct OrtTensorInfo OrtTensorInfo;
typedef struct OrtAllocator OrtAllocator;
typedef struct OrtMemoryInfo OrtMemoryInfo;

typedef OrtStatus *_Nullable OrtResult;

typedef struct OrtApi {
    intptr_t slots0[2];
    const char *_Nonnull (*_Nonnull GetErrorMessage)(const OrtStatus *);
    OrtResult (*_Nonnull CreateEnv)(int log_level, const char *name, OrtEnv *_Nullable *_Nonnull out);
    intptr_t slots4[2];
    OrtResult (*_Nonnull DisableTelemetryEvents)(const OrtEnv *);
    OrtResult (*_Nonnull CreateSession)(
        const OrtEnv *, const char *path, const OrtSessionOptions *, OrtSession *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull CreateSessionFromArray)(
        const OrtEnv *, const void *_Nullable model, size_t size, const OrtSessionOptions *,
        OrtSession *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull Run)(
        OrtSession *, const OrtRunOptions *_Nullable, const char *_Nonnull const *_Nonnull input_names,
        const OrtValue *_Nullable const *_Nonnull inputs, size_t input_count,
        const char *_Nonnull const *_Nonnull output_names, size_t output_count,
        OrtValue *_Nullable *_Nonnull outputs);
    OrtResult (*_Nonnull CreateSessionOptions)(OrtSessionOptions *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull SetOptimizedModelFilePath)(OrtSessionOptions *, const char *path);
    intptr_t slots12[5];
    OrtResult (*_Nonnull DisableMemPattern)(OrtSessionOptions *);
    intptr_t slot18;
    OrtResult (*_Nonnull DisableCpuMemArena)(OrtSessionOptions *);
    intptr_t slots20[3];
    OrtResult (*_Nonnull SetSessionGraphOptimizationLevel)(OrtSessionOptions *, int level);
    OrtResult (*_Nonnull SetIntraOpNumThreads)(OrtSessionOptions *, int count);
    intptr_t slots25[5];
    OrtResult (*_Nonnull SessionGetInputCount)(const OrtSession *, size_t *out);
    OrtResult (*_Nonnull SessionGetOutputCount)(const OrtSession *, size_t *out);
    OrtResult (*_Nonnull SessionGetOverridableInitializerCount)(const OrtSession *, size_t *out);
    OrtResult (*_Nonnull SessionGetInputTypeInfo)(
        const OrtSession *, size_t index, OrtTypeInfo *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull SessionGetOutputTypeInfo)(
        const OrtSession *, size_t index, OrtTypeInfo *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull SessionGetOverridableInitializerTypeInfo)(
        const OrtSession *, size_t index, OrtTypeInfo *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull SessionGetInputName)(
        const OrtSession *, size_t index, OrtAllocator *, char *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull SessionGetOutputName)(
        const OrtSession *, size_t index, OrtAllocator *, char *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull SessionGetOverridableInitializerName)(
        const OrtSession *, size_t index, OrtAllocator *, char *_Nullable *_Nonnull out);
    intptr_t slots39[9];
    OrtResult (*_Nonnull CreateTensorAsOrtValue)(
        OrtAllocator *, const int64_t *_Nullable shape, size_t rank, int type, OrtValue *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull CreateTensorWithDataAsOrtValue)(
        const OrtMemoryInfo *, void *data, size_t size, const int64_t *_Nullable shape, size_t rank, int type,
        OrtValue *_Nullable *_Nonnull out);
    intptr_t slot50;
    OrtResult (*_Nonnull GetTensorMutableData)(OrtValue *, void *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull FillStringTensor)(OrtValue *, const char *_Nonnull const *_Nonnull texts, size_t count);
    OrtResult (*_Nonnull GetStringTensorDataLength)(const OrtValue *, size_t *out);
    OrtResult (*_Nonnull GetStringTensorContent)(
        const OrtValue *, void *texts, size_t size, size_t *offsets, size_t count);
    OrtResult (*_Nonnull CastTypeInfoToTensorInfo)(const OrtTypeInfo *, const OrtTensorInfo *_Nullable *_Nonnull out);
    OrtResult (*_Nonnull GetOnnxTypeFromTypeInfo)(const OrtTypeInfo *, int *out);
    intptr_t slots57[3];
    OrtResult (*_Nonnull GetTensorElementType)(const OrtTensorInfo *, int *out);
    OrtResult (*_Nonnull GetDimensionsCount)(const OrtTensorInfo *, size_t *out);
    OrtResult (*_Nonnull GetDimensions)(const OrtTensorInfo *, int64_t *dimensions, size_t count);
    OrtResult (*_Nonnull GetSymbolicDimensions)(
        const OrtTensorInfo *, const char *_Nullable *_Nonnull names, size_t count);
    intptr_t slot64;
    OrtResult (*_Nonnull GetTensorTypeAndShape)(const OrtValue *, OrtTensorInfo *_Nullable *_Nonnull out);
    intptr_t slots66[3];
    OrtResult (*_Nonnull CreateCpuMemoryInfo)(int allocator, int memory, OrtMemoryInfo *_Nullable *_Nonnull out);
    intptr_t slots70[6];
    OrtResult (*_Nonnull AllocatorFree)(OrtAllocator *, void *);
    intptr_t slot77;
    OrtResult (*_Nonnull GetAllocatorWithDefaultOptions)(OrtAllocator *_Nullable *_Nonnull out);
    intptr_t slots79[13];
    void (*_Nonnull ReleaseEnv)(OrtEnv *);
    void (*_Nonnull ReleaseStatus)(OrtStatus *);
    void (*_Nonnull ReleaseMemoryInfo)(OrtMemoryInfo *);
    void (*_Nonnull ReleaseSession)(OrtSession *);
    void (*_Nonnull ReleaseValue)(OrtValue *);
    intptr_t slot97;
    void (*_Nonnull ReleaseTypeInfo)(OrtTypeInfo *);
    void (*_Nonnull ReleaseTensorTypeAndShapeInfo)(OrtTensorInfo *);
    void (*_Nonnull ReleaseSessionOptions)(OrtSessionOptions *);
    intptr_t slots101[10];
    OrtResult (*_Nonnull SessionGetModelMetadata)(const OrtSession *, OrtModelMetadata *_Nullable *_Nonnull out);
    intptr_t slots112[4];
    OrtResult (*_Nonnull ModelMetadataLookupCustomMetadataMap)(
        const OrtModelMetadata *, OrtAllocator *, const char *key, char *_Nullable *_Nonnull out);
    intptr_t slot117;
    void (*_Nonnull ReleaseModelMetadata)(OrtModelMetadata *);
    intptr_t slots119[11];
    OrtResult (*_Nonnull AddSessionConfigEntry)(OrtSessionOptions *, const char *key, const char *value);
    intptr_t slots131[79];
    OrtResult (*_Nonnull AddExternalInitializers)(
        OrtSessionOptions *, const char *_Nonnull const *_Nonnull names, const OrtValue *_Nullable const *_Nonnull values,
        size_t count);
} OrtApi;

typedef struct OrtApiBase {
    const OrtApi *_Nullable (*_Nonnull GetApi)(uint32_t version);
    const char *_Nonnull (*_Nonnull GetVersionString)(void);
} OrtApiBase;

typedef const OrtApiBase *_Nullable (*OrtGetApiBaseFunction)(void);

#define MLKIT_ORT_SLOT(name, slot) \
    _Static_assert(offsetof(OrtApi, name) == (slot) * sizeof(void *), #name " is not at its slot")
MLKIT_ORT_SLOT(GetErrorMessage, 2);
MLKIT_ORT_SLOT(DisableTelemetryEvents, 6);
MLKIT_ORT_SLOT(Run, 9);
MLKIT_ORT_SLOT(SetOptimizedModelFilePath, 11);
MLKIT_ORT_SLOT(DisableMemPattern, 17);
MLKIT_ORT_SLOT(DisableCpuMemArena, 19);
MLKIT_ORT_SLOT(SetSessionGraphOptimizationLevel, 23);
MLKIT_ORT_SLOT(SetIntraOpNumThreads, 24);
MLKIT_ORT_SLOT(SessionGetInputCount, 30);
MLKIT_ORT_SLOT(SessionGetOverridableInitializerCount, 32);
MLKIT_ORT_SLOT(SessionGetOutputTypeInfo, 34);
MLKIT_ORT_SLOT(SessionGetOverridableInitializerTypeInfo, 35);
MLKIT_ORT_SLOT(SessionGetOutputName, 37);
MLKIT_ORT_SLOT(SessionGetOverridableInitializerName, 38);
MLKIT_ORT_SLOT(CreateTensorAsOrtValue, 48);
MLKIT_ORT_SLOT(CreateTensorWithDataAsOrtValue, 49);
MLKIT_ORT_SLOT(GetOnnxTypeFromTypeInfo, 56);
MLKIT_ORT_SLOT(GetTensorTypeAndShape, 65);
MLKIT_ORT_SLOT(CreateCpuMemoryInfo, 69);
MLKIT_ORT_SLOT(AllocatorFree, 76);
MLKIT_ORT_SLOT(GetAllocatorWithDefaultOptions, 78);
MLKIT_ORT_SLOT(ReleaseEnv, 92);
MLKIT_ORT_SLOT(ReleaseMemoryInfo, 94);
MLKIT_ORT_SLOT(ReleaseValue, 96);
MLKIT_ORT_SLOT(ReleaseSessionOptions, 100);
MLKIT_ORT_SLOT(SessionGetModelMetadata, 111);
MLKIT_ORT_SLOT(ReleaseModelMetadata, 118);
MLKIT_ORT_SLOT(AddSessionConfigEntry, 130);
MLKIT_ORT_SLOT(AddExternalInitializers, 210);
#undef MLKIT_ORT_SLOT

#pragma clang assume_nonnull end
