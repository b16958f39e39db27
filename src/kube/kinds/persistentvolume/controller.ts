import { volumeBinder } from './binder'
import { volumeProtection } from './protection'

export default [volumeBinder, volumeProtection]
