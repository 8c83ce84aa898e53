/**
 * The options of EventStoreDB 24.10.4, without those it calls deprecated, as its ClusterVNodeOptions.cs declares them. A server refuses
 * to start when its environment names another one.
 */
const OPTIONS = `
  AdvertiseHostToClientAs AdvertiseNodePortToClientAs AllowAnonymousEndpointAccess AllowAnonymousStreamAccess
  AllowUnknownOptions Archiver AuthenticationConfig AuthenticationType AuthorizationConfig AuthorizationType
  CachedChunks CertificateFile CertificatePassword CertificatePrivateKeyFile CertificatePrivateKeyPassword
  CertificateReservedNodeCommonName CertificateStoreLocation CertificateStoreName CertificateSubjectName
  CertificateThumbprint ChunkSize ChunksCacheSize ClusterDns ClusterGossipPort ClusterSize CommitTimeoutMs Config
  ConnectionPendingSendBytesThreshold ConnectionQueueSizeThreshold Db DbLogFormat DeadMemberRemovalPeriodSec
  DefaultAdminPassword DefaultOpsPassword Dev DisableAdminUi DisableFirstLevelHttpAuthorization
  DisableGossipOnHttp DisableHttpCaching DisableLogFile DisableScavengeMerging DisableStatsOnHttp DiscoverViaDns
  EnableTrustedAuth EnableUnixSocket FaultOutOfOrderProjections GossipAllowedDifferenceMs GossipIntervalMs
  GossipSeed GossipTimeoutMs HashCollisionReadLimit Index IndexCacheDepth IndexCacheSize InitializationThreads
  Insecure KeepAliveInterval KeepAliveTimeout LeaderElectionTimeoutMs Log LogConfig LogConsoleFormat
  LogFailedAuthenticationAttempts LogFileInterval LogFileRetentionCount LogFileSize LogHttpRequests LogLevel
  MaxAppendEventSize MaxAppendSize MaxAutoMergeIndexLevel MaxMemTableSize MaxProjectionStateSize MaxTruncation
  MemDb MinFlushDelayMs NodeHostAdvertiseAs NodeIp NodePort NodePortAdvertiseAs NodePriority
  OverrideAnonymousEndpointAccessForGossip PrepareTimeoutMs ProjectionCompilationTimeout
  ProjectionExecutionTimeout ProjectionThreads ProjectionsQueryExpiry ReadOnlyReplica ReaderThreadsCount
  ReduceFileCachePressure ReplicationHeartbeatInterval ReplicationHeartbeatTimeout ReplicationHostAdvertiseAs
  ReplicationIp ReplicationPort ReplicationTcpPortAdvertiseAs RunProjections ScavengeBackendCacheSize
  ScavengeBackendPageSize ScavengeHashUsersCacheCapacity ScavengeHistoryMaxAge SkipDbVerify SkipIndexScanOnReads
  SkipIndexVerify StartStandardProjections StatsPeriodSec StatsStorage StreamExistenceFilterSize
  StreamInfoCacheCapacity TelemetryOptout Transform TrustedRootCertificateStoreLocation
  TrustedRootCertificateStoreName TrustedRootCertificateSubjectName TrustedRootCertificateThumbprint
  TrustedRootCertificatesPath UnsafeAllowSurplusNodes UnsafeDisableFlushToDisk UseIndexBloomFilters WorkerThreads
  WriteStatsToDb WriteThrough WriteTimeoutMs
`;

const KNOWN = new Set(OPTIONS.trim().toLowerCase().split(/\s+/));

/** What a server would not have with these settings: not safe for a ledger. */
const UNSAFE = /^(dev|insecure|memdb|unsafe.*|allowanonymous.*|enabletrustedauth|skipdbverify|default.*password)$/;

/** Why a server's environment will not do; empty when it will. Names are read as the server reads them: EVENTSTORE_NODE_IP is NodeIp. */
export function wrongEventStoreSettings(environment: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(environment).flatMap((name) => {
    const [, words] = /^EVENTSTORE_([A-Z_]+)$/.exec(name) ?? [];
    if (words === undefined) return [];
    const option = words.replaceAll('_', '').toLowerCase();
    if (!KNOWN.has(option)) return [`${name} is not an option of the server`];
    return UNSAFE.test(option) ? [`${name} is not safe`] : [];
  });
}
