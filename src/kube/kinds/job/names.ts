/** The labels by which a Job knows its pods, and those that older clients look for. */
export const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid'
export const JOB_NAME = 'batch.kubernetes.io/job-name'
export const OLD_CONTROLLER_UID = 'controller-uid'
export const OLD_JOB_NAME = 'job-name'

/** Keeps a pod until the Job has counted it. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'

/** Annotation and label of a pod of an Indexed Job: which index it works on. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'

/** How often an index failed before this pod, and how many failures did not count. */
export const INDEX_FAILURES = 'batch.kubernetes.io/job-index-failure-count'
export const IGNORED_INDEX_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count'

/** `spec.managedBy` of a Job that the built-in controller sees to; any other value makes it look away. */
export const JOB_CONTROLLER = 'kubernetes.io/job-controller'
